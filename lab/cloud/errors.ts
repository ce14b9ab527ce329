/** An error that AWS answers, whether the service's model names it or not. The wire layer alone writes it out. */
export class AwsError extends Error {
  override readonly name: string;
  /** The HTTP status, where it was given; otherwise the model says it, or it is 400 (`statusOf` in wire/errors.ts). */
  readonly status: number | undefined;
  /** Members of the modelled error, or more elements of its body, such as S3's `BucketName`. */
  readonly fields: Readonly<Record<string, unknown>>;

  /**
   * @param code AWS's error code, such as `ValidationError`
   * @param message AWS's message
   * @param status the HTTP status where the service's model does not say it, and it is not 400
   */
  constructor(code: string, message: string, status?: number, fields: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.status = status;
    this.fields = fields;
  }
}

/** What an operation without a handler answers. 501 is not in any AWS SDK's list of statuses to retry. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError("NotImplemented", `Skylab does not implement ${service}:${operation} yet.`, 501);
}
