import type { KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";
import type { DefinedAttribute, KeySchema } from "../records.ts";

/** Of each type, in keys of global secondary indexes; other keys have one. */
const MOST_ATTRIBUTES = 4;

/** Reads a key schema. Throws DynamoDB's errors for one that makes no sense. */
export function readKeySchema(
  elements: readonly KeySchemaElement[],
  defined: readonly DefinedAttribute[],
  most: "one of each" | "several" = "one of each",
): KeySchema {
  const names = elements.map(({ AttributeName = "" }) => AttributeName);
  checkDefined(names, defined);
  checkOrder(elements, most);
  const of = (type: string) => elements.filter(({ KeyType }) => KeyType === type).map((one) => one.AttributeName ?? "");
  return { partition: of("HASH"), sort: of("RANGE") };
}

/** The same key as DynamoDB tells it. */
export function shownKeySchema({ partition, sort }: KeySchema): KeySchemaElement[] {
  return [
    ...partition.map((AttributeName) => ({ AttributeName, KeyType: "HASH" as const })),
    ...sort.map((AttributeName) => ({ AttributeName, KeyType: "RANGE" as const })),
  ];
}

function checkDefined(names: readonly string[], defined: readonly DefinedAttribute[]): void {
  const known = new Set(defined.map(({ name }) => name));
  if (names.every((name) => known.has(name))) return;
  throw invalidParameters(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(", ")}], AttributeDefinitions: [${[...known].join(", ")}]`,
  );
}

function checkOrder(elements: readonly KeySchemaElement[], most: "one of each" | "several"): void {
  const [first, second] = elements;
  if (new Set(elements.map(({ AttributeName }) => AttributeName)).size < elements.length)
    throw elements.length > 2
      ? invalid("The KeySchema contains multiple key attributes with the same name")
      : invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  if (first?.KeyType !== "HASH") throw invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (most === "several") checkSeveral(elements);
  else if (second && second.KeyType !== "RANGE")
    throw invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
}

function checkSeveral(elements: readonly KeySchemaElement[]): void {
  const types = elements.map(({ KeyType }) => KeyType);
  if (types.includes("RANGE") && types.lastIndexOf("HASH") > types.indexOf("RANGE"))
    throw invalidParameters("All HASH key attributes must precede RANGE key attributes in the KeySchema");
  for (const type of ["HASH", "RANGE"])
    if (types.filter((one) => one === type).length > MOST_ATTRIBUTES)
      throw invalidParameters(`The KeySchema exceeds the maximum allowed number of ${type} key attributes`);
}
