import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../errors.ts";

/** What an HTTP endpoint answered to a message. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An endpoint's answer that is none of success. Its name and status say whether senders try again. */
export class EndpointError extends AwsError {
  readonly answer: HttpAnswer;

  /** @param who what answered */
  constructor(who: string, answer: HttpAnswer) {
    const passes = isPassingStatus(answer.status);
    const status = passes && answer.status !== 429 ? 503 : passes ? 429 : 400;
    super(codeOf(answer.status), `${who} answered ${answer.status}`, status);
    this.answer = answer;
  }
}

/** Statuses that are tried again. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
export function isPassingStatus(status: number): boolean {
  return status === 409 || status === 429 || status >= 500;
}

function codeOf(status: number): string {
  if (status === 429) return "ThrottlingException";
  return isPassingStatus(status) ? "EndpointFailedException" : "EndpointRefusedException";
}
