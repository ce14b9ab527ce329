/** In bytes. What is larger, S3 refuses. */
export const LARGEST_PICTURE = 10 * 1024 * 1024;

/** A picture in the album. */
export interface Picture {
  /** Its name, which is its key in the bucket. */
  readonly id: string;
  /** Shows it, for an hour. */
  readonly url: string;
  /** In bytes. */
  readonly size: number;
  /** When it was uploaded, as ISO 8601 has it. */
  readonly lastModified: string;
}
