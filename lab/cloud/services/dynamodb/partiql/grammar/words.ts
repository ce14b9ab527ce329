/** The words that are no identifiers unless they are quoted: SQL-92's (of which DynamoDB takes `only`), then PartiQL's. https://partiql.org/assets/PartiQL-Specification.pdf */
export const KEYWORDS: ReadonlySet<string> = new Set(
  `absolute action add all allocate alter and any are as asc assertion at authorization avg begin between bit bit_length by
  cascade cascaded case cast catalog char character character_length char_length check close coalesce collate collation column
  commit connect connection constraint constraints continue convert corresponding count create cross current current_date
  current_time current_timestamp current_user cursor date deallocate dec decimal declare default deferrable deferred delete
  desc describe descriptor diagnostics disconnect distinct domain double drop else end escape except exception exec execute
  exists external extract false fetch first float for foreign found from full get global go goto grant group having identity
  immediate in indicator initially inner input insensitive insert int integer intersect interval into is isolation join key
  language last left level like local lower match max min module names national natural nchar next no not null nullif numeric
  octet_length of on open option or order outer output overlaps pad partial position precision prepare preserve primary
  prior privileges procedure public read real references relative restrict revoke right rollback rows schema scroll section
  select session session_user set size smallint some space sql sqlcode sqlerror sqlstate substring sum system_user table
  temporary then time timestamp to transaction translate translation trim true union unique unknown update upper usage user
  using value values varchar varying view when whenever where with work write zone
  missing pivot unpivot limit offset tuple remove index let integer2 int2 integer4 int4 integer8 int8 bigint conflict do
  nothing returning modified new old bool boolean string symbol clob blob struct list sexp bag`.split(/\s+/),
);

/** Keywords that are functions when a parenthesis follows. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  "exists count avg max min sum char_length character_length octet_length bit_length upper lower size sexp list bag".split(
    " ",
  ),
);

/** The types that IS can name, with those of DynamoDB that they stand for, where they stand for any. */
export const TYPE_WORDS: ReadonlyMap<string, "NULL" | "BOOL" | "N" | "S" | "B" | "L" | "M" | undefined> = new Map([
  ["missing", undefined],
  ["null", "NULL"],
  ["bool", "BOOL"],
  ["boolean", "BOOL"],
  ["numeric", "N"],
  ["string", "S"],
  ["blob", "B"],
  ["list", "L"],
  ["struct", "M"],
  ["tuple", "M"],
  ...(
    "smallint int2 integer2 int4 integer4 int8 integer8 bigint int integer float real dec decimal timestamp date time " +
    "char character varchar symbol clob sexp bag any double character_varying"
  )
    .split(" ")
    .map((name) => [name, undefined] as const),
]);
