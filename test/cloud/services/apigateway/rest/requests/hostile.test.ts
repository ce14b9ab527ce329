import { expect } from "chai";
import { mapResponse, type Outcome } from "../../../../../../lab/cloud/services/apigateway/rest/requests/mapping.ts";
import type { RestRequest } from "../../../../../../lab/cloud/services/apigateway/rest/requests/rest-request.ts";
import { answerOf, mock, useRestApis } from "../use-rest-apis.ts";

const LONG = "a".repeat(5000);

/** Definitions that hold one another twice, so many levels deep. */
function doubled(levels: number): object {
  const pairs = Array.from({ length: levels }, (_, i) => {
    const $ref = `#/components/schemas/level${i + 1}`;
    return [`level${i}`, { allOf: [{ $ref }, { $ref }] }] as const;
  });
  return { ...Object.fromEntries(pairs), [`level${levels}`]: {}, Own: { $ref: "#/components/schemas/level0" } };
}

describe("A REST API that was made to take for ever", () => {
  const suite = useRestApis();
  const text = (pattern: string) => ({
    Own: { type: "object", properties: { text: { type: "string", pattern } } },
  });

  for (const [what, schemas, status] of [
    ["a pattern that would backtrack", text("^(a+)+b$"), 400],
    ["a pattern that does backtrack", text("^(?!b)(a+)+b$"), 500],
    ["a pattern that is none", text("("), 500],
    ["models that double", doubled(40), 500],
    ["a pattern that fits", text("^(a+)+$"), 200],
  ] as const) {
    it(`answers ${status} where its model has ${what}`, async () => {
      const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/Own" } } } };
      const api = await suite.define({
        "x-amazon-apigateway-request-validators": {
          body: { validateRequestBody: true, validateRequestParameters: false },
        },
        "x-amazon-apigateway-request-validator": "body",
        paths: { "/": { post: mock("{}", { requestBody: body }) } },
        components: { schemas },
      });
      const url = await suite.deploy(api);
      const headers = { "content-type": "application/json" };
      const answer = await answerOf(`${url}/`, { method: "POST", headers, body: JSON.stringify({ text: LONG }) });
      expect(answer.status).to.equal(status);
    });
  }

  it("answers an error where its template has no end, and says why in its log", async () => {
    const api = await suite.define({ paths: { "/": { get: mock("#macro(again)#again()#again()#end#again()") } } });
    expect((await answerOf(`${await suite.deploy(api)}/`)).body).to.deep.equal({ message: "Internal server error" });
  });
});

describe("The response of an integration", () => {
  const request = () =>
    ({
      known: { log: [] },
      deployed: { binaryMediaTypes: [] },
      incoming: { headers: {} },
      route: { method: {} },
    }) as unknown as RestRequest;
  const outcome: Outcome = { selector: `${LONG}\n!`, status: 200, headers: {}, body: Buffer.from("x") };
  const status = async (selectionPattern: string, of = request()) => {
    const integrationResponses = { 200: { statusCode: "200" }, 500: { statusCode: "500", selectionPattern } };
    return (await mapResponse(of, { integrationResponses }, outcome)).status;
  };

  it("is chosen by a pattern, which takes no time", async () => {
    expect(await status("(a+)+b")).to.equal(200);
    expect(await status("(a+)+.!")).to.equal(500);
    expect(await status("(?!b)a.*")).to.equal(500);
  });

  for (const pattern of ["(?!b)(a+)+b", "("]) {
    it(`is a failure of the API where the pattern is ${pattern}`, async () => {
      const asked = request();
      const error = await status(pattern, asked).catch((thrown: Error) => thrown);
      expect(error).to.have.property("text", "Internal server error");
      expect(asked.known.log.map((line) => line()).join()).to.match(/configuration error: Selection pattern/);
    });
  }
});
