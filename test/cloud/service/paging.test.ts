import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { CloudFormationClient, ListExportsCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { type Page, pageByKey, pageByPlace } from "../../../lab/cloud/service/paging.ts";
import { failure, useCloud } from "../use-cloud.ts";

const invalid = () => new Error("no such page");
const letters = ["a", "b", "c", "d", "é"];
const byPlace = (token: string | undefined, size: number, all = letters) => pageByPlace(all, { token, size, invalid });
const byKey = (token: string | undefined, size: number, all = letters) =>
  pageByKey(all, (letter) => letter, { token, size, invalid });

describe("Pages of a list", () => {
  for (const [name, pageOf] of Object.entries({ byPlace, byKey })) {
    for (const size of [1, 2, 5, 9]) {
      it(`${name} hold everything once, ${size} at a time`, () => {
        const pages: Page<string>[] = [pageOf(undefined, size)];
        for (let { next } = pages[0] as Page<string>; next; { next } = pages.at(-1) as Page<string>)
          pages.push(pageOf(next, size));
        expect(pages.flatMap(({ items }) => items)).to.deep.equal(letters);
        expect(pages).to.have.length(Math.ceil(letters.length / size));
      });
    }

    for (const token of ["-1", "0.5", "x", "\u0000", Buffer.from("place:-1").toString("base64url"), "{}"]) {
      it(`${name} refuse the token ${JSON.stringify(token)}`, () => {
        expect(() => pageOf(token, 2)).to.throw("no such page");
      });
    }
  }

  it("by key skip and repeat nothing when something else comes or goes", () => {
    const { next } = byKey(undefined, 2);
    expect(byKey(next, 2, ["a", "aa", "c", "d"]).items).to.deep.equal(["c", "d"]);
  });

  it("are not mixed up with those of another order", () => {
    expect(() => byKey(byPlace(undefined, 2).next, 2)).to.throw("no such page");
  });
});

describe("A token that no page gave", () => {
  const cloud = useCloud();

  it("is refused by every service, in its own words", async () => {
    const refused = async (call: Promise<unknown>) => (await failure(call)).name;
    const nextToken = "nonsense";
    expect(
      await refused(cloud.client(SSMClient).send(new DescribeParametersCommand({ NextToken: nextToken }))),
    ).to.equal("InvalidNextToken");
    expect(await refused(cloud.client(ECRClient).send(new DescribeRepositoriesCommand({ nextToken })))).to.equal(
      "InvalidParameterException",
    );
    expect(
      await refused(cloud.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({ nextToken }))),
    ).to.equal("InvalidParameterException");
    expect(await refused(cloud.client(IAMClient).send(new ListUsersCommand({ Marker: nextToken })))).to.match(
      /^ValidationError/,
    );
    expect(
      await refused(cloud.client(CloudFormationClient).send(new ListExportsCommand({ NextToken: nextToken }))),
    ).to.equal("ValidationError");
    expect(await refused(cloud.client(APIGatewayClient).send(new GetRestApisCommand({ position: "-1" })))).to.equal(
      "BadRequestException",
    );
    expect(await refused(cloud.client(ApiGatewayV2Client).send(new GetApisCommand({ NextToken: "-1" })))).to.equal(
      "BadRequestException",
    );
  });
});
