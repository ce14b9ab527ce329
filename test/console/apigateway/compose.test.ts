import { expect } from "chai";
import { functionOf } from "../../../lab/console/apigateway/routes/integration.ts";
import { stageUrl } from "../../../lab/console/apigateway/stage-url.ts";
import {
  curlOf,
  filled,
  headersOf,
  parametersOf,
  unsent,
  withType,
} from "../../../lab/console/apigateway/try-it/compose.ts";

describe("A request made up in the console", () => {
  it("has the parameters of its path filled in, so that none breaks out of its place", () => {
    expect(parametersOf("/a/{id}/b/{rest+}")).to.deep.equal(["id", "rest+"]);
    const cases: [path: string, values: Record<string, string>, expected: string][] = [
      ["/", {}, "/"],
      ["/pets/{id}", { id: "7" }, "/pets/7"],
      ["/pets/{id}", { id: "a/b?c#d" }, "/pets/a%2Fb%3Fc%23d"],
      ["/{proxy+}", { "proxy+": "a/b c?d" }, "/a/b%20c%3Fd"],
      ["/pets/{id}", { id: "$&" }, "/pets/%24%26"],
      ["/pets/{id}", {}, "/pets/"],
    ];
    for (const [path, values, expected] of cases) expect(filled(path, values)).to.equal(expected);
  });

  it("has headers as people write them", () => {
    expect(headersOf("Accept: text/html\n\n  X-A :b:c  \n")).to.deep.equal([
      ["Accept", "text/html"],
      ["X-A", "b:c"],
    ]);
    for (const wrong of ["nothing", ": value", "a b: c"]) expect(() => headersOf(wrong)).to.throw("is no header");
    expect(
      unsent([
        ["host", "a"],
        ["Sec-Fetch-Mode", "a"],
        ["X-Host", "a"],
      ]),
    ).to.deep.equal(["host", "Sec-Fetch-Mode"]);
  });

  it("says that its body is JSON, unless it says else", () => {
    const json = ["Content-Type", "application/json"];
    expect(withType([], '{"a": 1}')).to.deep.equal([json]);
    expect(withType([], "a: 1")).to.deep.equal([]);
    expect(withType([], undefined)).to.deep.equal([]);
    expect(withType([["content-type", "text/plain"]], "{}")).to.deep.equal([["content-type", "text/plain"]]);
  });

  it("is a command of a shell in which nothing of it is more than a word", () => {
    const request = { method: "POST", url: "http://a/$(b)?c='d'", headers: [["x-a", "it's"]] as const, body: "`e`" };
    expect(curlOf(request)).to.equal(
      "curl -i -X POST -H 'x-a: it'\\''s' --data-raw '`e`' 'http://a/$(b)?c='\\''d'\\'''",
    );
    expect(curlOf({ method: "GET", url: "http://a", headers: [], body: undefined })).to.equal("curl -i 'http://a'");
  });
});

describe("The console's view of an API", () => {
  const arn = "arn:aws:lambda:us-east-1:000000000000:function";
  const uri = (text: string) => `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${text}/invocations`;

  it("finds the function that an address names", () => {
    expect(functionOf(`${arn}:echo`)).to.equal("echo");
    expect(functionOf(uri(`${arn}:echo`))).to.equal("echo");
    expect(functionOf(uri(`${arn}:echo:live`))).to.equal("echo");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how a stage's variable is written.
    expect(functionOf(uri(`${arn}:${"${stageVariables.function}"}`))).to.equal(undefined);
    expect(functionOf("https://example.com")).to.equal(undefined);
  });

  it("knows where stages answer", () => {
    const lab = { isLab: true, endpoint: "http://127.0.0.1:4566", region: "eu-west-1" };
    const aws = { isLab: false, endpoint: "https://aws.amazon.com", region: "eu-west-1" };
    const rest = { id: "a1", kind: "REST", endpoint: undefined } as const;
    const http = { id: "a1", kind: "HTTP", endpoint: "https://a1.example.com" } as const;
    const chat = { id: "a1", kind: "WebSocket", endpoint: "wss://a1.example.com" } as const;
    expect(stageUrl(rest, "prod", lab)).to.equal("http://127.0.0.1:4566/_aws/execute-api/a1/prod");
    expect(stageUrl(http, "$default", lab)).to.equal("http://127.0.0.1:4566/_aws/execute-api/a1");
    expect(stageUrl(chat, "dev", lab)).to.equal("ws://127.0.0.1:4566/_aws/execute-api/a1/dev");
    expect(stageUrl(rest, "prod", aws)).to.equal("https://a1.execute-api.eu-west-1.amazonaws.com/prod");
    expect(stageUrl(http, "$default", aws)).to.equal("https://a1.example.com");
    expect(stageUrl(chat, "dev", aws)).to.equal("wss://a1.example.com/dev");
  });
});
