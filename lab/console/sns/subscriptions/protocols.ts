/** How messages get to an endpoint. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export interface Protocol {
  readonly value: string;
  readonly label: string;
  /** What an endpoint of it looks like; nothing where it is chosen among resources. */
  readonly placeholder?: string;
  /** What an endpoint of it is, as the finders of the sections call it. */
  readonly kind?: string;
  /** Whether it can get the message alone, without what SNS says about it. */
  readonly canBeRaw?: boolean;
}

export const PROTOCOLS: readonly Protocol[] = [
  { value: "sqs", label: "Queue", kind: "Queues", canBeRaw: true },
  { value: "lambda", label: "Function", kind: "Functions" },
  { value: "http", label: "HTTP", placeholder: "http://localhost:3000/messages", canBeRaw: true },
  { value: "https", label: "HTTPS", placeholder: "https://example.com/messages", canBeRaw: true },
  { value: "email", label: "Mail", placeholder: "somebody@example.com" },
  { value: "email-json", label: "Mail in JSON", placeholder: "somebody@example.com" },
  { value: "sms", label: "Text message", placeholder: "+15550001111" },
  { value: "application", label: "Device", placeholder: "arn:aws:sns:…:endpoint/…" },
  { value: "firehose", label: "Delivery stream", placeholder: "arn:aws:firehose:…", canBeRaw: true },
];

/** What a protocol is called; its own name when nobody has another. */
export function labelOf(protocol: string): string {
  return PROTOCOLS.find(({ value }) => value === protocol)?.label ?? protocol;
}

/** Those that a topic can have: nothing but queues get messages in order. */
export function protocolsOf({ isFifo }: { readonly isFifo: boolean }): readonly Protocol[] {
  return PROTOCOLS.filter(({ value }) => !isFifo || value === "sqs");
}
