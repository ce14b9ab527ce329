import { Decimal, IonTypes, makeReader, makeTextWriter, type Reader, type Writer } from "ion-js";
import { type AttributeType, type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";

/** What a list is annotated with that stands for a set. */
const SETS = { SS: "$dynamodb_SS", NS: "$dynamodb_NS", BS: "$dynamodb_BS" } as const;

/** Lists and maps within one another, at most: DynamoDB itself takes 32. */
const DEEPEST = 40;

/** So many digits a number may have: DynamoDB itself keeps 38. Of longer ones the time grows with the square. */
const MOST_DIGITS = 200;

/** A structure of items, such as `{Item: …}`, as a line of a file in Ion's text. */
export function writtenIon(members: Readonly<Record<string, Item>>): string {
  const writer = makeTextWriter();
  writer.stepIn(IonTypes.STRUCT);
  for (const [name, item] of Object.entries(members)) {
    writer.writeFieldName(name);
    writeStruct(item, writer);
  }
  writer.stepOut();
  writer.close();
  return `$ion_1_0 ${Buffer.from(writer.getBytes()).toString()}`;
}

/**
 * Reads the `Item` of a line. Throws when it has none, or what no attribute can be.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html
 */
export function readIon(line: string): Item {
  if (hasEndlessNumber(line)) throw new Error("a number is too long");
  const reader = makeReader(line);
  if (reader.next() !== IonTypes.STRUCT) throw new Error("no structure");
  reader.stepIn();
  let item: Item | undefined;
  while (reader.next()) if (reader.fieldName() === "Item") item = readStruct(reader, 0);
  if (!item) throw new Error("no Item");
  return item;
}

function writeStruct(item: Item, writer: Writer): void {
  writer.stepIn(IonTypes.STRUCT);
  for (const [name, value] of Object.entries(item)) {
    writer.writeFieldName(name);
    writeValue(value, writer);
  }
  writer.stepOut();
}

/** How a value of each type is written. */
const WRITTEN: { readonly [T in AttributeType]: (value: NonNullable<AttributeValue[T]>, writer: Writer) => void } = {
  S: (text, writer) => writer.writeString(text),
  N: (number, writer) => writer.writeDecimal(decimalOf(number)),
  B: (bytes, writer) => writer.writeBlob(bytes),
  BOOL: (value, writer) => writer.writeBoolean(value),
  NULL: (_, writer) => writer.writeNull(IonTypes.NULL),
  M: (item, writer) => writeStruct(item, writer),
  L: (values, writer) => writeList(values, (one) => writeValue(one, writer), writer),
  SS: (texts, writer) => writeList(texts, (one) => writer.writeString(one), writer, SETS.SS),
  NS: (numbers, writer) => writeList(numbers, (one) => writer.writeDecimal(decimalOf(one)), writer, SETS.NS),
  BS: (blobs, writer) => writeList(blobs, (one) => writer.writeBlob(one), writer, SETS.BS),
};

function writeValue(value: AttributeValue, writer: Writer): void {
  const type = typeOf(value);
  (WRITTEN[type] as (value: unknown, writer: Writer) => void)(value[type], writer);
}

function writeList<T>(values: readonly T[], write: (value: T) => void, writer: Writer, annotation?: string): void {
  if (annotation !== undefined) writer.setAnnotations([annotation]);
  writer.stepIn(IonTypes.LIST);
  for (const value of values) write(value);
  writer.stepOut();
}

/** A number without zeros at its end, such as `6d2`. */
function decimalOf(number: string): Decimal {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return new Decimal(0n, 0);
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return new Decimal(BigInt(significant), power, sign === "-");
}

function readStruct(reader: Reader, depth: number): Item {
  if (depth > DEEPEST) throw new Error("too deep");
  const members: [string, AttributeValue][] = [];
  reader.stepIn();
  while (reader.next()) members.push([reader.fieldName() ?? "", readValue(reader, depth)]);
  reader.stepOut();
  return Object.fromEntries(members);
}

function readValue(reader: Reader, depth: number): AttributeValue {
  if (reader.isNull()) return { NULL: true };
  switch (reader.type()) {
    case IonTypes.STRING:
      return { S: reader.stringValue() as string };
    case IonTypes.INT:
    case IonTypes.DECIMAL:
      return { N: numberOf(reader) };
    case IonTypes.BLOB:
      return { B: reader.uInt8ArrayValue() as Uint8Array };
    case IonTypes.BOOL:
      return { BOOL: reader.booleanValue() as boolean };
    case IonTypes.STRUCT:
      return { M: readStruct(reader, depth + 1) as Record<string, AttributeValue> };
    case IonTypes.LIST:
      return readList(reader, depth + 1);
    default:
      throw new Error(`no attribute can be a ${reader.type()?.name}`);
  }
}

function readList(reader: Reader, depth: number): AttributeValue {
  if (depth > DEEPEST) throw new Error("too deep");
  const [annotation] = reader.annotations();
  const values: AttributeValue[] = [];
  reader.stepIn();
  while (reader.next()) values.push(readValue(reader, depth));
  reader.stepOut();
  const of = (type: "S" | "N" | "B") =>
    values.map((value) => {
      if (value[type] === undefined) throw new Error("a set has values of one type");
      return value[type];
    });
  if (annotation === SETS.SS) return { SS: of("S") as string[] };
  if (annotation === SETS.NS) return { NS: of("N") as string[] };
  if (annotation === SETS.BS) return { BS: of("B") as Uint8Array[] };
  return { L: values };
}

/** As it was written, not as a text of so many zeros. */
function numberOf(reader: Reader): string {
  if (reader.type() === IonTypes.INT) return String(reader.bigIntValue());
  const decimal = reader.decimalValue() as Decimal;
  const digits = String(decimal.getCoefficient()).replace("-", "");
  return `${decimal.isNegative() ? "-" : ""}${digits}E${decimal.getExponent()}`;
}

/** Whether there is a number, outside of quotes, that has more digits than any that is wanted. */
function hasEndlessNumber(line: string): boolean {
  let quote = "";
  let digits = 0;
  for (let i = 0; i < line.length; i++) {
    const letter = line.charAt(i);
    if (quote !== "") {
      if (letter === "\\") i += 1;
      else if (letter === quote) quote = "";
      continue;
    }
    if (letter === '"' || letter === "'") quote = letter;
    digits = (letter >= "0" && letter <= "9") || letter === "_" ? digits + 1 : 0;
    if (digits > MOST_DIGITS) return true;
  }
  return false;
}
