import type { RoutingRule } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { routed } from "../../../../../lab/cloud/services/s3/website/routing.ts";

describe("The routing rules of a website", () => {
  const rules: RoutingRule[] = [
    { Condition: { KeyPrefixEquals: "docs/" }, Redirect: { ReplaceKeyPrefixWith: "documents/" } },
    { Condition: { KeyPrefixEquals: "images/" }, Redirect: { ReplaceKeyWith: "moved.html", HttpRedirectCode: "302" } },
    {
      Condition: { HttpErrorCodeReturnedEquals: "404", KeyPrefixEquals: "api/" },
      Redirect: { HostName: "api.example.com", Protocol: "https" },
    },
    { Condition: { HttpErrorCodeReturnedEquals: "404" }, Redirect: { ReplaceKeyPrefixWith: "report?from=" } },
  ];
  for (const [key, error, expected] of [
    ["docs/a.html", undefined, { status: 301, key: "documents/a.html" }],
    ["images/a.png", undefined, { status: 302, key: "moved.html" }],
    ["other", undefined, undefined],
    ["api/x", undefined, undefined],
    ["api/x", 404, { status: 301, host: "api.example.com", protocol: "https", key: "api/x" }],
    ["x", 404, { status: 301, key: "report?from=x" }],
    ["x", 403, undefined],
  ] as const) {
    it(`lead ${key}${error ? ` after ${error}` : ""} ${expected ? `to ${expected.key}` : "nowhere else"}`, () => {
      const found = routed(rules, key, error);
      expect(found && JSON.parse(JSON.stringify(found))).to.deep.equal(expected);
    });
  }
});
