/** An HTTP API itself refuses a request, or can't answer it. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export const forbidden = () => new HttpRefusal(403, "Forbidden");
export const unauthorized = () => new HttpRefusal(401, "Unauthorized");
export const internalError = () => new HttpRefusal(500, "Internal Server Error");
export const unavailable = () => new HttpRefusal(503, "Service Unavailable");
export const tooMany = () => new HttpRefusal(429, "Too Many Requests");
