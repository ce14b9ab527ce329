import { SSM } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("Labels of a parameter's versions", () => {
  const lab = useCloud();
  const Name = "/app/color";
  let ssm: SSM;
  before(async () => {
    ssm = lab.client(SSM);
    for (const Value of ["red", "green", "blue"])
      await ssm.putParameter({ Name, Value, Type: "String", Overwrite: true });
  });
  const value = async (label: string) => (await ssm.getParameter({ Name: `${Name}:${label}` })).Parameter;

  it("name the newest version unless another is said, and move", async () => {
    expect(await ssm.labelParameterVersion({ Name, Labels: ["live"] })).to.include({ ParameterVersion: 3 });
    expect(await value("live")).to.include({ Value: "blue", Version: 3, Selector: ":live" });
    await ssm.labelParameterVersion({ Name, ParameterVersion: 1, Labels: ["live", "first"] });
    expect(await value("live")).to.include({ Value: "red", Version: 1 });
    const { Parameters = [] } = await ssm.getParameterHistory({ Name });
    expect(Parameters.map(({ Labels }) => Labels)).to.deep.equal([["first", "live"], [], []]);
  });

  it("are taken off a version that has them", async () => {
    const { RemovedLabels, InvalidLabels } = await ssm.unlabelParameterVersion({
      Name,
      ParameterVersion: 1,
      Labels: ["first", "other"],
    });
    expect([RemovedLabels, InvalidLabels]).to.deep.equal([["first"], ["other"]]);
    const gone = await failure(value("first"));
    expect(gone.name).to.equal("ParameterVersionNotFound");
  });

  it("that are not valid are said to be, and the others stick", async () => {
    const { InvalidLabels } = await ssm.labelParameterVersion({ Name, Labels: ["1st", "aws-x", "ssm", "a b", "good"] });
    expect(InvalidLabels).to.deep.equal(["1st", "aws-x", "ssm", "a b"]);
    expect(await value("good")).to.include({ Version: 3 });
  });

  it("are ten at most for a version", async () => {
    const Labels = Array.from({ length: 10 }, (_, i) => `label-${i}`);
    await ssm.labelParameterVersion({ Name, ParameterVersion: 2, Labels });
    const more = await failure(ssm.labelParameterVersion({ Name, ParameterVersion: 2, Labels: ["one-more"] }));
    expect(more.name).to.equal("ParameterVersionLabelLimitExceeded");
  });

  it("are refused for what is not there", async () => {
    const version = await failure(ssm.labelParameterVersion({ Name, ParameterVersion: 9, Labels: ["x"] }));
    expect([version.name, version.message]).to.deep.equal([
      "ParameterVersionNotFound",
      `Systems Manager could not find version 9 of ${Name}. Verify the version and try again.`,
    ]);
    expect((await failure(ssm.labelParameterVersion({ Name: "none", Labels: ["x"] }))).name).to.equal(
      "ParameterNotFound",
    );
  });

  it("keep the oldest of a hundred versions from being let go, and no number is given twice", async () => {
    const name = "busy";
    const put = async () =>
      (await ssm.putParameter({ Name: name, Value: "x", Type: "String", Overwrite: true })).Version;
    for (let i = 0; i < 100; i++) await put();
    await ssm.labelParameterVersion({ Name: name, ParameterVersion: 1, Labels: ["first"] });
    expect((await failure(put())).name).to.equal("ParameterMaxVersionLimitExceeded");
    await ssm.labelParameterVersion({ Name: name, ParameterVersion: 2, Labels: ["first"] });
    expect(await put()).to.equal(101);
    const page = await ssm.getParameterHistory({ Name: name, MaxResults: 1 });
    expect(page.Parameters?.[0]?.Version).to.equal(2);
  });

  it("go with the parameter", async () => {
    await ssm.deleteParameter({ Name });
    await ssm.putParameter({ Name, Value: "again", Type: "String" });
    expect((await failure(value("live"))).name).to.equal("ParameterVersionNotFound");
  });
});
