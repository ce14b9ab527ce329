import { expect } from "chai";
import { AwsError } from "../../../../../../lab/cloud/errors.ts";
import { statementOf } from "../../../../../../lab/cloud/services/dynamodb/partiql/grammar/statements.ts";
import type { Expression } from "../../../../../../lab/cloud/services/dynamodb/partiql/grammar/syntax.ts";

/** Statements and what is wrong with them: DynamoDB's words, after "Statement wasn't well formed, can't be processed: ". */
const MALFORMED: readonly (readonly [statement: string, detail: string])[] = [
  [`SELECT * FROM "T" WHERE pk = 1 foo`, "Unexpected token after expression"],
  [`SELECT * FROM "T" WHERE pk = 1 e5`, "Unexpected token after expression"],
  [`SELECT * FROM "T" WHERE pk = 1)`, "Unexpected token after expression"],
  [`INSERT INTO "T" VALUE {'pk': 1} foo`, "Unexpected token after expression"],
  [`INSERT INTO "T" t VALUE {'pk': 'x'}`, "Unexpected token after expression"],
  [`UPDATE "T" SET a = 9 WHERE pk = 1 foo`, "Unexpected token after expression"],
  [`DELETE FROM "T" WHERE pk = 1 foo`, "Unexpected token after expression"],
  [`DELETE FROM "T" WHERE pk = 1 ORDER BY pk`, "Unexpected token after expression"],
  [`SELECT * FROM "T" ORDER BY pk WHERE pk = 1`, "Unexpected token after expression"],
  [`FROM "T" SET c = 1 WHERE pk = 'x'`, "Unexpected token after expression"],
  [`SELECT * FROM "T" WHERE pk = 1e2147483648`, ""],
  [`SELECT * FROM "T" WHERE pk = 1e99999999999`, ""],
  [`SELECT * FROM "T" WHERE pk = 1.5e-2147483647`, ""],
  [`SELECT * FROM "T" WHERE pk = 1 # note`, ""],
  [`SELECT * FROM "T" WHERE pk = 1 /* note`, ""],
  [`SELECT * FROM "T" WHERE pk = 'open`, ""],
  [`SELECT * FROM "T`, ""],
  [`SELECT * FROM "T" WHERE`, "Unexpected term"],
  [`SELECT * FROM "T" WHERE;`, "Unexpected term"],
  [`SELECT * FROM "T" WHERE NOT`, "Unexpected term"],
  [`SELECT * FROM "T" WHERE (`, "Unexpected term"],
  [`UPDATE "T" SET a = 1 WHERE`, "Unexpected term"],
  [`DELETE FROM "T" WHERE`, "Unexpected term"],
  ["SELECT * FROM", "Unexpected term"],
  ["  ", "Unexpected term"],
  [`SELECT * FROM "T" WHERE pk = 'p' AND`, "Missing right-hand side expression of infix operator"],
  [`SELECT * FROM "T" WHERE pk = 'p' OR`, "Missing right-hand side expression of infix operator"],
  [`SELECT * FROM "T" WHERE ORDER BY pk`, "Unexpected keyword"],
  ["INSERT INTO urls (key, target) VALUES (?, ?)", "Unexpected keyword"],
  [`SELECT * FROM "T" WHERE IS NULL`, "Unexpected operator"],
  [`SELECT * FROM "T" WHERE pk = LIKE`, "Unexpected operator"],
  [`SELECT * FROM "T" WHERE pk = 'a' AND x IS FOO`, "Expected type name"],
  [`SELECT * FROM "T" WHERE attribute_exists(m.inner)`, "Invalid path dot component"],
  ["DELETE FROM", "Expected identifier for simple path"],
  ["DELETE FROM;", "Expected identifier for simple path"],
  ["DELETE FROM WHERE pk = 'a'", "Expected identifier for simple path"],
  [`SLECT * FROM "T" WHERE pk = 'a'`, "Expected data manipulation"],
  ["UPDATE a-table SET a = 1 WHERE pk = 'a'", "Expected data manipulation"],
  ["SELECT a", "Expected FROM after SELECT list"],
  [`SELECT * FROM "T"; SELECT * FROM "T"`, "Unexpected token after semicolon. (Only one query is allowed.)"],
];

/** Statements that can be read, and that DynamoDB does not run. */
const REFUSED: readonly (readonly [statement: string, message: string])[] = [
  [`SELECT * FROM "T" t WHERE pk = 'x'`, "Aliasing is not supported"],
  [`SELECT * FROM "T" AS t WHERE pk = 'x'`, "Aliasing is not supported"],
  [`SELECT a AS b FROM "T"`, "Aliasing is not supported"],
  [`UPDATE "T" t SET a = 3 WHERE pk = 'x'`, "Aliasing is not supported"],
  [`DELETE FROM "T" t WHERE pk = 'x'`, "Aliasing is not supported"],
  ["x IS INT4", "Unsupported operation: IsType"],
  ["x IS DOUBLE PRECISION", "Unsupported operation: IsType"],
  ["x IS CHARACTER VARYING", "Unsupported operation: IsType"],
  [`SELECT attribute_exists(ss) FROM "T"`, "Unexpected path component at 1:8:16"],
  [`SELECT * FROM "T"."i"."x"`, "A path may contain at most 2 components in the FROM clause"],
  [`SELECT * FROM "T".""`, "Path component cannot be an empty string"],
  [`SELECT * FROM ""`, "Path component cannot be an empty string"],
  ["SELECT id FROM dbimp_page LIMIT 5", "Unsupported clause: LIMIT at 1:33:1"],
  ["SELECT * FROM a, b", "Only select from a single table or index is supported."],
  ...["MODIFIED OLD", "ALL NEW", "MODIFIED NEW"].map(
    (which) =>
      [
        `DELETE FROM "T" WHERE pk = 'x' RETURNING ${which} *`,
        `Invalid returning clause: RETURNING ${which} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
      ] as const,
  ),
];

describe("DynamoDB: PartiQL statements", () => {
  for (const [statement, detail] of MALFORMED) {
    it(`${statement}: ${detail || "no token"}`, () => {
      refuses(statement, `Statement wasn't well formed, can't be processed: ${detail}`);
    });
  }

  for (const [statement, message] of REFUSED) {
    it(`${statement}: ${message}`, () => refuses(statement, message));
  }

  it("reads a SELECT with all its clauses, in any case, with comments", () => {
    const read = statementOf(
      `select a.b[0]."c d", e -- columns
       From "T-1"."by name" /* an index */ where pk = ? and NOT x in [1, ?] order by "sk" desc, pk;`,
    );
    if (read.kind !== "select") throw new Error(read.kind);
    expect([read.table, read.index, read.parameters]).to.eql(["T-1", "by name", 2]);
    expect(read.columns?.map(written)).to.eql(["a.b[0].c d", "e"]);
    expect(written(read.where as Expression)).to.equal("(pk = ? and not x in [1, ?])");
    expect(read.order).to.eql([
      { attribute: "sk", isDescending: true },
      { attribute: "pk", isDescending: false },
    ]);
  });

  const conditions: readonly (readonly [condition: string, read: string])[] = [
    ["a = 1 OR b = 2 AND c = 3", "(a = 1 or (b = 2 and c = 3))"],
    ["(a = 1 OR b = 2) AND c = 3", "((a = 1 or b = 2) and c = 3)"],
    ["NOT a = 1 AND b <> 2", "(not a = 1 and b <> 2)"],
    ["a != 1", "a <> 1"],
    ["a BETWEEN 1 AND 2 AND b NOT BETWEEN 'x' AND 'y'", "(a between 1 and 2 and not b between 'x' and 'y')"],
    ["a NOT IN (1, 2)", "not a in [1, 2]"],
    ["a IS NOT MISSING OR a IS NULL", "(not a is missing or a is null)"],
    ["begins_with(\"sk\", 'x') = true", "begins_with(sk, 'x') = true"],
    ["SIZE(a) > 3", "size(a) > 3"],
    ["a = - - 1", "a = 1"],
    ["a > -/* c */-.5e1", "a > .5e1"],
    ["a = 'it''s' AND \"a\"\"b\" = ''", `(a = 'it's' and a"b = '')`],
    ["a = {'k': [1, <<'x'>>]}", "a = {'k': [1, <<'x'>>]}"],
    ["a = b + 1 - c", "a = ((b + 1) - c)"],
  ];
  for (const [condition, read] of conditions) {
    it(`reads ${condition}`, () => {
      const { where } = statementOf(`SELECT * FROM T WHERE ${condition}`);
      expect(written(where as Expression)).to.equal(read);
    });
  }

  it("reads an UPDATE, with the table before or after", () => {
    for (const text of [
      `UPDATE "T" SET a = 1, b.c = ? REMOVE d[1] WHERE pk = 'x' RETURNING MODIFIED NEW *`,
      `FROM "T" WHERE pk = 'x' SET a = 1 SET b.c = ? REMOVE d[1] RETURNING MODIFIED NEW *`,
    ]) {
      const read = statementOf(text);
      if (read.kind !== "update") throw new Error(read.kind);
      expect(
        read.operations.map((one) => [one.kind, written(one.path), one.kind === "set" ? written(one.value) : ""]),
      ).to.eql([
        ["set", "a", "1"],
        ["set", "b.c", "?"],
        ["remove", "d[1]", ""],
      ]);
      expect([read.table, read.returning, written(read.where as Expression)]).to.eql(["T", "MODIFIED NEW", "pk = 'x'"]);
    }
  });

  it("reads INSERT, DELETE and EXISTS", () => {
    const [insert, remove, exists] = [
      statementOf("INSERT INTO T value {'pk': ?, 'n': 1E3}"),
      statementOf("DELETE FROM T WHERE pk = 1 RETURNING ALL OLD *"),
      statementOf("EXISTS(SELECT * FROM T WHERE pk = 1 AND a IS MISSING)"),
    ];
    expect(insert.kind === "insert" && written(insert.value)).to.equal("{'pk': ?, 'n': 1E3}");
    expect(remove.kind === "delete" && remove.returning).to.equal("ALL OLD");
    expect(exists.kind).to.equal("exists");
  });

  it("reads hostile statements quickly, and gives up on what is too deep", () => {
    const room = 8192 - "SELECT * FROM T WHERE a = ".length;
    for (const end of ["(".repeat(room), "[".repeat(room), "- ".repeat(room / 2), `${"1+".repeat(room / 2 - 1)}1`]) {
      refuses(`SELECT * FROM T WHERE a = ${end}`, "Statement wasn't well formed, can't be processed: ");
    }
    statementOf(`SELECT * FROM T WHERE a = 1${" OR a = 1".repeat(900)}`);
  }).timeout(1000);
});

function refuses(statement: string, message: string): void {
  expect(() => statementOf(statement))
    .to.throw(AwsError)
    .that.includes({ name: "ValidationException", message });
}

/** An expression as it was read, with brackets around all that is joined. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case "path":
      return expression.steps.reduce<string>(
        (path, step) => (typeof step === "string" ? `${path}.${step}` : `${path}[${step.index}]`),
        expression.root,
      );
    case "value": {
      const { S, N, BOOL } = expression.value;
      return S === undefined ? (N ?? String(BOOL ?? null)) : `'${S}'`;
    }
    case "parameter":
      return "?";
    case "list":
      return `[${expression.members.map(written).join(", ")}]`;
    case "bag":
      return `<<${expression.members.map(written).join(", ")}>>`;
    case "tuple":
      return `{${expression.members.map(([name, value]) => `${written(name)}: ${written(value)}`).join(", ")}}`;
    case "call":
      return `${expression.name}(${expression.args.map(written).join(", ")})`;
    case "and":
    case "or":
      return `(${expression.terms.map(written).join(` ${expression.kind} `)})`;
    case "not":
      return `not ${written(expression.term)}`;
    case "comparison":
      return `${written(expression.left)} ${expression.operator} ${written(expression.right)}`;
    case "arithmetic":
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`;
    case "between":
      return `${written(expression.operand)} between ${written(expression.low)} and ${written(expression.high)}`;
    case "in":
      return `${written(expression.operand)} in ${written(expression.list)}`;
    case "is":
      return `${written(expression.operand)} is ${expression.type}`;
    default:
      return expression.kind;
  }
}
