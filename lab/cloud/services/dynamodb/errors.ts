import { AwsError } from "../../errors.ts";

/** What DynamoDB answers input that it can't work with. */
export const invalid = (message: string) => new AwsError("ValidationException", message);

/**
 * What is wrong with a request whatever its table is, such as a number or a placeholder. DynamoDB checks it in one of two layers,
 * which word some of it in different ways: the older one is that of BatchWriteItem, Scan, transactions and PartiQL.
 */
export class RequestFault extends AwsError {
  readonly older: string;

  constructor(message: string, older: string) {
    super("ValidationException", message);
    this.older = older;
  }
}

/** A parameter that means nothing to this table or index. */
export const invalidParameters = (message: string) => invalid(`One or more parameter values were invalid: ${message}`);

/** Of items: a table that is not there, or not yet. */
export const noTable = () => new AwsError("ResourceNotFoundException", "Requested resource not found");

export const notFound = (what: string) =>
  new AwsError("ResourceNotFoundException", `Requested resource not found: ${what}`);

/** Of tables, which are named. */
export const tableNotFound = (name: string) => notFound(`Table: ${name} not found`);

export const inUse = (message: string) => new AwsError("ResourceInUseException", message);

/** Of something that can't be changed now. */
export const stillInUse = (what: string) => inUse(`Attempt to change a resource which is still in use: ${what}`);

export const limitExceeded = (message: string) =>
  new AwsError("LimitExceededException", `Subscriber limit exceeded: ${message}`);

/** What AWS has and this lab has not. */
export const notYet = (what: string) => new AwsError("NotImplemented", `Skylab does not implement ${what} yet.`, 501);
