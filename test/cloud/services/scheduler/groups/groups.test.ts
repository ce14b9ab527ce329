import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useScheduler } from "../use-scheduler.ts";

describe("Schedule groups", () => {
  const lab = useScheduler();
  const arn = (name: string) => `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/${name}`;

  it("have tags", async () => {
    const Tags = [{ Key: "team", Value: "a" }];
    expect((await lab.scheduler.createScheduleGroup({ Name: "tagged", Tags })).ScheduleGroupArn).to.equal(
      arn("tagged"),
    );
    const ResourceArn = arn("tagged");
    await lab.scheduler.tagResource({ ResourceArn, Tags: [{ Key: "stage", Value: "test" }] });
    await lab.scheduler.untagResource({ ResourceArn, TagKeys: ["team"] });
    const found = await lab.scheduler.listTagsForResource({ ResourceArn });
    expect(found.Tags).to.deep.equal([{ Key: "stage", Value: "test" }]);
    const none = await failure(lab.scheduler.listTagsForResource({ ResourceArn: arn("no") }));
    expect(none.name).to.equal("ResourceNotFoundException");
    const reserved = await failure(lab.scheduler.tagResource({ ResourceArn, Tags: [{ Key: "aws:x", Value: "" }] }));
    expect(reserved.name).to.equal("ValidationException");
  });

  it("are there before any was made: the default one, which stays", async () => {
    const group = await lab.scheduler.getScheduleGroup({ Name: "default" });
    expect(group).to.include({ Arn: arn("default"), Name: "default", State: "ACTIVE" });
    expect((await failure(lab.scheduler.deleteScheduleGroup({ Name: "default" }))).name).to.equal(
      "ValidationException",
    );
    expect((await failure(lab.scheduler.createScheduleGroup({ Name: "default" }))).name).to.equal("ConflictException");
    const { ScheduleGroups = [] } = await lab.scheduler.listScheduleGroups({ NamePrefix: "def" });
    expect(ScheduleGroups.map(({ Name }) => Name)).to.deep.equal(["default"]);
  });

  it("go with what is in them", async () => {
    await lab.scheduler.createScheduleGroup({ Name: "full" });
    for (const name of ["one", "two"]) await lab.schedule(name, {}, { GroupName: "full" });
    await lab.schedule("one", {});
    await lab.scheduler.deleteScheduleGroup({ Name: "full" });
    const isThere = () =>
      lab.scheduler.getScheduleGroup({ Name: "full" }).then(
        ({ State }) => State === "DELETING",
        () => false,
      );
    await until(async () => !(await isThere()));
    const { Schedules = [] } = await lab.scheduler.listSchedules({});
    expect(Schedules.map(({ Name, GroupName }) => `${GroupName}/${Name}`)).to.deep.equal(["default/one"]);
    expect((await failure(lab.scheduler.deleteScheduleGroup({ Name: "full" }))).name).to.equal(
      "ResourceNotFoundException",
    );
  });
});
