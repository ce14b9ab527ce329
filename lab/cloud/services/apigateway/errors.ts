import { AwsError } from "../../errors.ts";

export const notFound = (message: string) => new AwsError("NotFoundException", message, 404);
export const badRequest = (message: string) => new AwsError("BadRequestException", message, 400);
export const conflict = (message: string) => new AwsError("ConflictException", message, 409);
export const notYet = (what: string) => new AwsError("NotImplemented", `Skylab does not implement ${what} yet.`, 501);
