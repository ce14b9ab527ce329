import { zipSync } from "fflate";
import { hostileText } from "./hostile.ts";
import type { Random } from "./random.ts";

const CODE = `export async function handler(event) {
  if (event?.fail) throw new Error(String(event.fail));
  return event?.answer ?? { statusCode: 200, headers: { "content-type": "text/plain" }, body: JSON.stringify(event) };
}`;

/** A function that answers what its event says. */
export const functionZip = Buffer.from(zipSync({ "index.mjs": Buffer.from(CODE) }, { level: 0, mtime: "2026-01-01" }));

/** A document in a text, by the member that carries it: right in shape, and now and then with something hostile in it. */
export function documentFor(member: string, random: Random): string | undefined {
  const make = DOCUMENTS.find(([names]) => names.test(member))?.[1];
  return make?.(random, random.chance(0.3) ? hostileText(random) : "fuzz-a");
}

type Make = (random: Random, text: string) => string;

const DOCUMENTS: readonly (readonly [RegExp, Make])[] = [
  [/^imagemanifest$/i, manifest],
  [
    /^clientcontext$/i,
    (_, text) =>
      Buffer.from(JSON.stringify({ custom: { [text.slice(0, 500)]: text.slice(0, 500) } })).toString("base64"),
  ],
  [/^assumerolepolicydocument$|^trustpolicy/i, trust],
  [/^policy(document|text|inputlist)?$|^policy$|^accesspolicy|^lifecyclepolicytext$/i, policy],
  [/^template(body)?$/i, template],
  [
    /^stackpolicy(body|duringupdatebody)$/i,
    (random, text) => statement(random, "Update:*", text, "LogicalResourceId/*"),
  ],
  [/^(requesttemplates|responsetemplates|selectiontemplate|template)$/i, velocity],
  [/^(selectionpattern|allowedpattern|identityvalidationexpression|pattern)$/i, pattern],
  [/^(filterpattern|queryexpression)$/i, filter],
  [/^(schema|model)$/i, schema],
  [/^(body|spec)$/i, openApi],
  [
    /^samlmetadatadocument$|^samlassertion$/i,
    (_, text) => `<EntityDescriptor entityID="${text}"><a/></EntityDescriptor>`,
  ],
];

function manifest(random: Random, text: string): string {
  const layer = {
    mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
    size: 1,
    digest: `sha256:${"0".repeat(64)}`,
  };
  return JSON.stringify({
    schemaVersion: random.pick<unknown>([2, text, null]),
    mediaType: random.pick(["application/vnd.oci.image.manifest.v1+json", text]),
    config: random.pick<unknown>([layer, null, text, { digest: text }]),
    layers: random.pick<unknown>([[layer], [], null, text, [null], [{ digest: null }], { length: 1 }]),
    manifests: random.pick<unknown>([undefined, null, [null], text]),
  });
}

function policy(random: Random, text: string): string {
  const action = random.pick(["*", "s3:*", "s3:Get*", "lambda:InvokeFunction", "iam:PassRole", text]);
  return statement(random, action, text, random.pick(["*", "arn:aws:s3:::fuzz-*/*", text]));
}

function statement(random: Random, action: string, text: string, resource: string): string {
  const operator = random.pick([
    "StringLike",
    "StringEquals",
    "IpAddress",
    "DateLessThan",
    "Bool",
    "ForAllValues:StringLike",
    "constructor",
    text,
  ]);
  const key = random.pick([
    "aws:SourceIp",
    "s3:prefix",
    "aws:username",
    "aws:RequestTag/a",
    "aws:PrincipalTag/__proto__",
    text,
  ]);
  const one = {
    Sid: random.pick(["a1", text]),
    Effect: random.pick(["Allow", "Deny"]),
    Action: random.chance(0.3) ? [action, text] : action,
    Resource: resource,
    ...(random.chance(0.5)
      ? { Principal: random.pick<unknown>(["*", { AWS: "000000000000" }, { Service: text }, { AWS: [text] }]) }
      : {}),
    ...(random.chance(0.5)
      ? {
          Condition: {
            [operator]: { [key]: random.pick<unknown>([text, [text, "a*b"], `\${aws:username}${text}`, true, 1]) },
          },
        }
      : {}),
  };
  return JSON.stringify({
    Version: random.pick(["2012-10-17", "2008-10-17", text]),
    Statement: random.chance(0.7) ? [one] : one,
  });
}

function trust(random: Random, text: string): string {
  const principal = random.pick<unknown>([
    { Service: "lambda.amazonaws.com" },
    { AWS: "*" },
    { Federated: text },
    { AWS: text },
  ]);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: random.pick(["sts:AssumeRole", "sts:*", text]) }],
  });
}

function template(random: Random, text: string): string {
  const value = random.pick<unknown>([
    text,
    { Ref: "A" },
    { "Fn::Sub": `\${A}-${text}` },
    { "Fn::Join": [text, [{ Ref: "AWS::Region" }, { "Fn::GetAtt": ["B", "Value"] }]] },
    { "Fn::Select": [random.pick<unknown>([0, 9, "x", text]), { "Fn::Split": [text, text] }] },
    { "Fn::FindInMap": ["M", text, "k"] },
    { "Fn::If": [text, "a", { Ref: "AWS::NoValue" }] },
    { "Fn::Base64": { "Fn::ImportValue": text } },
    { "Fn::Cidr": [text, 4, 8] },
    { "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: text } } },
    null,
    [[[text]]],
  ]);
  const type = random.pick([
    "AWS::SSM::Parameter",
    "AWS::S3::Bucket",
    "AWS::IAM::Role",
    "AWS::Logs::LogGroup",
    "AWS::CloudFormation::WaitConditionHandle",
    text,
  ]);
  const whole = {
    ...(random.chance(0.2)
      ? { Transform: random.pick<unknown>(["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31", text, [text]]) }
      : {}),
    Parameters: {
      A: {
        Type: random.pick(["String", "Number", "CommaDelimitedList", text]),
        Default: text,
        AllowedPattern: random.pick([".*", "(a+)+$", text]),
      },
    },
    Mappings: { M: { a: { k: "v" } } },
    Conditions: { [random.pick(["C", text || "D"])]: { "Fn::Equals": [value, text] } },
    Resources: {
      B: {
        Type: type,
        Properties: random.pick<unknown>([{ Type: "String", Value: value }, { BucketName: value }, {}, value]),
      },
      ...(random.chance(0.3)
        ? {
            [text || "E"]: {
              Type: "AWS::SSM::Parameter",
              DependsOn: random.pick<unknown>(["B", text, [text]]),
              Properties: { Type: "String", Value: value },
            },
          }
        : {}),
      ...(random.chance(0.1)
        ? {
            "Fn::ForEach::L": [
              "X",
              random.pick<unknown>([["a", "b"], text, { Ref: "A" }]),
              { "P${X}": { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { Ref: "X" } } } },
            ],
          }
        : {}),
    },
    Outputs: { O: { Value: value, ...(random.chance(0.3) ? { Export: { Name: text } } : {}) } },
  };
  if (random.chance(0.15))
    return random.pick([
      yaml(text),
      `${yaml(text)}\n${text}`,
      "a: &a [*a]\n",
      `x: &x {y: *x}\n`,
      `a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b,*b]`,
    ]);
  return JSON.stringify(whole);
}

function yaml(text: string): string {
  return `Resources:\n  B:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n      Value: !Sub '\${AWS::Region}'\n  ${text}: !GetAtt B.Value\n`;
}

function velocity(random: Random, text: string): string {
  return random.pick([
    "$input.json('$')",
    `{"a": "$input.params('${text}')", "b": $input.json('$.${text}')}`,
    `#set($a = "${text}")#foreach($i in [1..50])$a$i#end`,
    `#if($input.path('$.a').matches("${text}"))x#else y#end`,
    "#set($s = 'a')#foreach($i in [1..40])#set($s = \"$s$s\")#end$s",
    `$util.parseJson("${text}").x $util.base64Decode("${text}") $context.identity.sourceIp $stageVariables.x`,
    "#macro(r)#r()#end#r()",
    text,
  ]);
}

function pattern(random: Random, text: string): string {
  return random.pick(["^[a-z]+$", "(a+)+$", ".*", "\\d{3}", "(a|aa)+b", text]);
}

function filter(random: Random, text: string): string {
  return random.pick([
    "ERROR",
    '{ $.level = "a*" }',
    `{ $.${text} = "${text}" }`,
    `{ ($.a = 1) && ($.b != "${text}") }`,
    "[a, b, c=4*, ...]",
    `"${text}" -x ?y`,
    `%${text}%`,
    text,
  ]);
}

function schema(random: Random, text: string): string {
  return JSON.stringify({
    $schema: "http://json-schema.org/draft-04/schema#",
    type: random.pick<unknown>(["object", text, ["string", "null"]]),
    properties: {
      a: { type: "string", pattern: random.pick(["^a+$", "(a+)+$", text]) },
      b: { $ref: random.pick(["#", text]) },
    },
    required: random.pick<unknown>([["a"], text]),
  });
}

function openApi(random: Random, text: string): string {
  return JSON.stringify({
    openapi: random.pick(["3.0.1", text]),
    info: { title: text, version: "1" },
    paths: {
      [random.pick(["/a", "/{p+}", text])]: {
        get: {
          responses: { 200: { description: text } },
          "x-amazon-apigateway-integration": {
            type: random.pick(["mock", "http_proxy", text]),
            httpMethod: "POST",
            uri: text,
            responses: { default: { statusCode: "200" } },
          },
        },
      },
    },
  });
}
