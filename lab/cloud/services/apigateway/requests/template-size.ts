/** Bytes. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const LONGEST_TEMPLATE = 300 * 1024;

/** Throws for a mapping template that is larger than any may be. @param error of a problem */
export function checkTemplateSize(template: string, error: (problem: string) => Error): void {
  if (Buffer.byteLength(template) > LONGEST_TEMPLATE)
    throw error(`Mapping templates can have ${LONGEST_TEMPLATE / 1024} KB at most`);
}
