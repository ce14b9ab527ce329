import { expect } from "chai";
import { leastPrivilege } from "../../../lab/cloud/auth/least-privilege.ts";

describe("The least privilege", () => {
  for (const [what, done, statements] of [
    ["nothing, for nothing", {}, []],
    [
      "one statement for actions on the same",
      {
        "s3:PutObject": ["arn:aws:s3:::b/a"],
        "s3:GetObject": ["arn:aws:s3:::b/a"],
        "s3:ListBucket": ["arn:aws:s3:::b"],
      },
      [
        { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::b/a" },
        { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::b" },
      ],
    ],
    [
      "all of a bucket for many objects in it",
      { "s3:GetObject": ["a", "b", "c/d", "e"].map((key) => `arn:aws:s3:::b/${key}`) },
      [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }],
    ],
    [
      "a folder for many objects in it, and a single one of another bucket",
      { "s3:GetObject": [...["1", "2", "3", "4"].map((key) => `arn:aws:s3:::b/in/${key}`), "arn:aws:s3:::c/x"] },
      [{ Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::b/in/*", "arn:aws:s3:::c/x"] }],
    ],
    [
      "all streams of a log group, for one as for many: the next run has another",
      {
        "logs:CreateLogStream": ["arn:aws:logs:r:0:log-group:g:log-stream:2026/11/30/[$LATEST]a"],
        "logs:PutLogEvents": ["a", "b", "c", "d"].map((one) => `arn:aws:logs:r:0:log-group:g:log-stream:${one}`),
        "logs:CreateLogGroup": ["arn:aws:logs:r:0:log-group:g"],
      },
      [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:r:0:log-group:g:*",
        },
        { Effect: "Allow", Action: "logs:CreateLogGroup", Resource: "arn:aws:logs:r:0:log-group:g" },
      ],
    ],
  ] as const) {
    it(`is ${what}`, () => {
      expect(leastPrivilege(done as Record<string, string[]>).Statement).to.deep.equal(statements);
    });
  }
});
