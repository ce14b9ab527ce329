import { expect } from "chai";
import { IN_FORM, Recogniser, type Signs } from "../../../lab/cloud/door/recognition.ts";

describe("The service that a request is for", () => {
  const recogniser = new Recogniser({
    s3: { unsigned: "others" },
    apigateway: { data: "execute-api" },
    apigatewayv2: { signed: "apigateway", marks: { path: "/v2/" } },
    dynamodb: {},
    streams: { signed: "dynamodb", marks: { target: "DynamoDBStreams_20120810" } },
    elb: { signed: "elasticloadbalancing", marks: { version: "2012-06-01" } },
    elbv2: { signed: "elasticloadbalancing", marks: { version: "2015-12-01" }, data: "elb" },
    sts: { unsigned: "forms", marks: { version: "2011-06-15" } },
    sns: { unsigned: "forms", marks: { version: "2010-03-31" } },
    cognito: { signed: "cognito-idp", unsigned: "targets", marks: { target: "AWSCognitoIdentityProviderService" } },
  });
  const plain: Signs = {
    signed: "",
    path: "/",
    host: "127.0.0.1:4566",
    target: undefined,
    isForm: false,
    version: undefined,
  };
  const form = { ...plain, isForm: true };
  const cases: readonly [what: string, signs: Partial<Signs>, expected: string | symbol | undefined][] = [
    ["signed by its name", { signed: "s3" }, "s3"],
    ["signed for a service that is not there", { signed: "ec2" }, undefined],
    ["of a shared name, by its path", { signed: "apigateway", path: "/v2/apis" }, "apigatewayv2"],
    ["of a shared name, by no path of another", { signed: "apigateway", path: "/restapis" }, "apigateway"],
    ["of a shared name, by its target", { signed: "dynamodb", target: "DynamoDBStreams_20120810" }, "streams"],
    ["of a shared name, by another target", { signed: "dynamodb", target: "DynamoDB_20120810" }, "dynamodb"],
    ["of a shared name, by its form", { ...form, signed: "elasticloadbalancing" }, IN_FORM],
    ["of a shared name, by the old version", { ...form, signed: "elasticloadbalancing", version: "2012-06-01" }, "elb"],
    ["of a shared name, by the version", { ...form, signed: "elasticloadbalancing", version: "2015-12-01" }, "elbv2"],
    ["of a shared name, by a version of none", { ...form, signed: "elasticloadbalancing", version: "" }, undefined],
    ["of one that has its name alone, whatever its marks", { signed: "cognito-idp" }, "cognito"],
    ["unsigned", {}, "s3"],
    ["unsigned, and a form", form, IN_FORM],
    ["unsigned, and a form of a version", { ...form, version: "2010-03-31" }, "sns"],
    ["unsigned, and with a target", { target: "AWSCognitoIdentityProviderService" }, "cognito"],
    ["unsigned, and with a target that nobody takes", { target: "AmazonSSM" }, undefined],
  ];
  for (const [what, signs, expected] of cases) {
    it(`is found for a request ${what}`, () => {
      expect(recogniser.find({ ...plain, ...signs })).to.equal(expected);
    });
  }

  const hosts: readonly [host: string, path: string, expected: string | undefined][] = [
    ["abc.execute-api.us-east-1.localhost:4566", "/", "apigateway"],
    ["1bc.execute-api.us-east-1.localhost:4566", "/", "apigateway"],
    ["web-123.eu-west-1.elb.localhost", "/", "elbv2"],
    ["127.0.0.1:4566", "/_aws/execute-api/abc/prod", "apigateway"],
    ["127.0.0.1:4566", "/bucket", undefined],
    ["elb.localhost", "/", undefined],
    // The name in front is anybody's choice.
    ["my.elb.s3.localhost:4566", "/", undefined],
    ["my.s3.execute-api.localhost", "/", "apigateway"],
  ];
  for (const [host, path, expected] of hosts) {
    it(`is that of the data plane: ${host}${path}`, () => {
      expect(recogniser.planeOf(path, host)).to.equal(expected);
    });
  }
});
