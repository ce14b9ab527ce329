import { AwsError } from "../../../errors.ts";

export const notFound = (message: string) => new AwsError("NotFoundException", message);
export const badRequest = (message: string) => new AwsError("BadRequestException", message);
export const conflict = (message: string) => new AwsError("ConflictException", message);
export const notYet = (what: string) => new AwsError("NotImplemented", `Skylab does not implement ${what} yet.`, 501);
