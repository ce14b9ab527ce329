import { AwsError } from "../../errors.ts";

export const invalid = (code: string, message: string) => new AwsError(code, message);

export const parameterNotFound = (name: string) => invalid("ParameterNotFound", `Parameter ${name} not found.`);

export const versionNotFound = (version: string | number, name: string) =>
  invalid(
    "ParameterVersionNotFound",
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );
