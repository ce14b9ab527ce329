import { invalid, RequestFault } from "../errors.ts";

/**
 * A number of DynamoDB, exactly: ± 0.DIGITS × 10^exponent, where the digits begin and end with none of 0. Zero has no digits.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
 */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const MOST_DIGITS = 38;
/** Of 9.99…E+125 and of 1E-130, in the form above. */
const LARGEST_EXPONENT = 126;
const SMALLEST_EXPONENT = -129;

/** Longer texts are no numbers that anybody means. */
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const LONGEST = 1000;
/** Exponents beyond are out of range whatever the digits, of which there are no more than the longest text has. */
const MOST_POWER = 10_000n;

const OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range";
const UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range";
const NOT_NUMERIC = "The parameter cannot be converted to a numeric value";

/** Reads a number. Throws a ValidationException, as DynamoDB words it. */
export function parseNumber(text: string): Decimal {
  const [, sign = "", whole = "", fraction = "", power = "0"] = (text.length <= LONGEST && NUMBER.exec(text)) || [];
  if (whole + fraction === "") throw new RequestFault(`${NOT_NUMERIC}: ${text}`, NOT_NUMERIC + (text && `: ${text}`));
  const digits = whole + fraction;
  if (power.length > 4) checkPower(BigInt(power), { text, digits, scale: fraction.length });
  // Zero is out of range with such an exponent, too.
  if (power !== "0" && !/[1-9]/.test(digits)) checkRange(Number(power) + 1);
  return checked(decimal(sign === "-", digits, whole.length + Number(power)));
}

/**
 * Refuses exponents that are far out of range, of which the newer layer reads those of 64 bits. The older one reads numbers as
 * Java does: exponents and scales of 32 bits, and what they come to wraps around.
 */
function checkPower(power: bigint, { text, digits, scale }: { text: string; digits: string; scale: number }): void {
  if (power <= MOST_POWER && power >= -MOST_POWER) return;
  const unread = `${NOT_NUMERIC}: ${text}`;
  const newer = fitsIn(64, power) ? (power > 0n ? OVERFLOW : UNDERFLOW) : unread;
  const javaScale = BigInt(scale) - power;
  const precision = BigInt(digits.replace(/^0+(?=.)/, "").length);
  const isLarge = BigInt.asIntN(32, precision - javaScale) > 0n;
  const older = fitsIn(32, power) && fitsIn(32, javaScale) ? (isLarge ? OVERFLOW : UNDERFLOW) : unread;
  throw new RequestFault(newer, older);
}

function fitsIn(bits: number, value: bigint): boolean {
  return BigInt.asIntN(bits, value) === value;
}

/** The one text of a number that all its spellings have: `1.0`, `1e0` and `+1` are `1`. */
export function numberText({ isNegative, digits, exponent }: Decimal): string {
  if (digits === "") return "0";
  const sign = isNegative ? "-" : "";
  if (exponent <= 0) return `${sign}0.${"0".repeat(-exponent)}${digits}`;
  if (exponent >= digits.length) return sign + digits.padEnd(exponent, "0");
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** Reads a number and writes it as DynamoDB keeps it. */
export function normalNumber(text: string): string {
  // The usual case: a small integer that is written as it should be.
  if (text.length < 16 && /^(?:0|-?[1-9]\d*)$/.test(text)) return text;
  return numberText(parseNumber(text));
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length < 16 && b.length < 16) return Math.sign(Number(a) - Number(b));
  const [first, second] = [sortableNumber(a), sortableNumber(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The exact sum. Throws a ValidationException when it has more digits than DynamoDB keeps. */
export function addNumbers(a: string, b: string): string {
  const [x, y] = [parseNumber(a), parseNumber(b)];
  const scale = Math.max(x.digits.length - x.exponent, y.digits.length - y.exponent, 0);
  const sum = scaled(x, scale) + scaled(y, scale);
  const digits = String(sum < 0n ? -sum : sum);
  return numberText(checked(decimal(sum < 0n, digits, digits.length - scale)));
}

export function subtractNumbers(a: string, b: string): string {
  return addNumbers(a, b.startsWith("-") ? b.slice(1) : `-${b}`);
}

/** A text that orders, character by character, as the number does. */
export function sortableNumber(text: string): string {
  const { isNegative, digits, exponent } = parseNumber(text);
  if (digits === "") return "1";
  const place = String(exponent + 500);
  // Of two negative numbers the one with more digits, or larger ones, is the smaller; the end sorts after every digit.
  return isNegative ? `0${complement(place + digits)}~` : `2${place}${digits}`;
}

function complement(digits: string): string {
  return digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
}

/** @param point how many of the digits are before the decimal point */
function decimal(isNegative: boolean, all: string, point: number): Decimal {
  const first = all.search(/[1-9]/);
  if (first < 0) return { isNegative: false, digits: "", exponent: 0 };
  let end = all.length;
  while (all[end - 1] === "0") end -= 1;
  return { isNegative, digits: all.slice(first, end), exponent: point - first };
}

function checked(number: Decimal): Decimal {
  if (number.digits === "") return number;
  checkRange(number.exponent);
  if (number.digits.length > MOST_DIGITS)
    throw invalid("Attempting to store more than 38 significant digits in a Number");
  return number;
}

function checkRange(exponent: number): void {
  if (exponent > LARGEST_EXPONENT) throw invalid(OVERFLOW);
  if (exponent < SMALLEST_EXPONENT) throw invalid(UNDERFLOW);
}

function scaled({ isNegative, digits, exponent }: Decimal, scale: number): bigint {
  if (digits === "") return 0n;
  const whole = BigInt(digits.padEnd(exponent + scale, "0"));
  return isNegative ? -whole : whole;
}
