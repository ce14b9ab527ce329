/**
 * An error that AWS answers but the service's model does not name (S3's `NoSuchBucketPolicy`, CloudFormation's
 * `ValidationError`…). Modelled ones are thrown as the SDK's own exception classes. The wire layer alone writes both out.
 */
export class AwsError extends Error {
  override readonly name: string;
  /** The HTTP status that the caller sees. */
  readonly status: number;
  /** More elements of the error's body, such as S3's `BucketName`. */
  readonly fields: Readonly<Record<string, string>>;

  /**
   * @param code AWS's error code, such as `ValidationError`
   * @param message AWS's message
   */
  constructor(code: string, message: string, status = 400, fields: Readonly<Record<string, string>> = {}) {
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
