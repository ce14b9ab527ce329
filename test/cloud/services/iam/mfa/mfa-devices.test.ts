import {
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetMFADeviceCommand,
  IAMClient,
  ListMFADevicesCommand,
  ListMFADeviceTagsCommand,
  ListVirtualMFADevicesCommand,
  ResyncMFADeviceCommand,
  TagMFADeviceCommand,
  UntagMFADeviceCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { Jimp } from "jimp";
import { URI } from "otpauth";
import decodeQR from "qr/decode.js";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Authenticator, giveDevice } from "./authenticator.ts";

describe("An MFA device", () => {
  const lab = useCloud();
  let iam: IAMClient;
  let count = 0;
  before(() => {
    iam = lab.client(IAMClient);
  });
  const newUser = async () => {
    count += 1;
    const UserName = `user-${count}`;
    await iam.send(new CreateUserCommand({ UserName }));
    return UserName;
  };
  const newDevice = async (VirtualMFADeviceName: string, more: object = {}) => {
    const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName, ...more }));
    const app = new Authenticator(VirtualMFADevice?.Base32StringSeed as Uint8Array, lab.clock);
    return { ...VirtualMFADevice, SerialNumber: VirtualMFADevice?.SerialNumber as string, app };
  };
  const enable = (
    UserName: string,
    SerialNumber: string,
    [AuthenticationCode1, AuthenticationCode2]: [string, string],
  ) => iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }));

  it("comes with a picture from which an app reads its secret", async () => {
    const { SerialNumber, Base32StringSeed, QRCodePNG } = await newDevice("phone", { Path: "/town/" });
    expect(SerialNumber).to.equal("arn:aws:iam::000000000000:mfa/town/phone");
    const seed = Buffer.from(Base32StringSeed as Uint8Array).toString();
    expect(seed).to.match(/^[A-Z2-7]{64}$/);
    const { bitmap } = await Jimp.read(Buffer.from(QRCodePNG as Uint8Array));
    const scanned = URI.parse(decodeQR({ width: bitmap.width, height: bitmap.height, data: bitmap.data }));
    expect([scanned.label, scanned.secret.base32]).to.deep.equal(["phone@000000000000", seed]);
    const again = await failure(newDevice("phone", { Path: "/town/" }));
    expect(again.name).to.equal("EntityAlreadyExistsException");
  });

  it("is enabled by two codes that follow one another", async () => {
    const user = await newUser();
    const { SerialNumber, app } = await newDevice("pair");
    for (const codes of [
      [app.code(), app.code()],
      [app.code(1), app.code()],
      ["000000", "000000"],
      [app.code(), app.code(2)],
    ]) {
      const error = await failure(enable(user, SerialNumber, codes as [string, string]));
      expect([error.name, error.message, error.$metadata?.httpStatusCode]).to.deep.equal([
        "InvalidAuthenticationCodeException",
        "Authentication code for device is not valid.",
        403,
      ]);
    }
    await enable(user, SerialNumber, [app.code(-1), app.code()]);
    const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName: user }));
    expect(MFADevices?.map((device) => [device.UserName, device.SerialNumber])).to.deep.equal([[user, SerialNumber]]);
    expect(await iam.send(new GetMFADeviceCommand({ SerialNumber }))).to.include({ UserName: user });
    const taken = await failure(enable(await newUser(), SerialNumber, [app.code(), app.code(1)]));
    expect(taken.name).to.equal("EntityAlreadyExistsException");
  });

  it("is listed as assigned or not", async () => {
    const user = await newUser();
    const { SerialNumber } = await giveDevice(iam, user, "assigned", lab.clock);
    const free = await newDevice("free");
    const list = async (AssignmentStatus: "Assigned" | "Unassigned" | "Any") =>
      (await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus }))).VirtualMFADevices ?? [];
    const serials = async (status: "Assigned" | "Unassigned" | "Any") =>
      (await list(status)).map((device) => device.SerialNumber);
    expect(await serials("Assigned"))
      .to.include(SerialNumber)
      .and.not.include(free.SerialNumber);
    expect(await serials("Unassigned"))
      .to.include(free.SerialNumber)
      .and.not.include(SerialNumber);
    expect(await serials("Any")).to.include.members([SerialNumber, free.SerialNumber]);
    const found = (await list("Assigned")).find((device) => device.SerialNumber === SerialNumber);
    expect(found?.User?.UserName).to.equal(user);
    expect(found).not.to.have.any.keys("Base32StringSeed", "QRCodePNG");
  });

  it("holds its user, and is held by him", async () => {
    const UserName = await newUser();
    const { SerialNumber } = await giveDevice(iam, UserName, "held", lab.clock);
    const remove = () => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
    const held = await failure(remove());
    expect([held.name, held.message]).to.deep.equal([
      "DeleteConflictException",
      "MFA VirtualDevice in use. Must deactivate first.",
    ]);
    const user = await failure(iam.send(new DeleteUserCommand({ UserName })));
    expect([user.name, user.message]).to.deep.equal([
      "DeleteConflictException",
      "Cannot delete entity, must delete MFA device first.",
    ]);
    const other = await failure(iam.send(new DeactivateMFADeviceCommand({ UserName: await newUser(), SerialNumber })));
    expect(other.name).to.equal("NoSuchEntityException");
    await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
    await remove();
    await iam.send(new DeleteUserCommand({ UserName }));
    expect((await failure(remove())).name).to.equal("NoSuchEntityException");
  });

  it("is set right when its clock is wrong", async () => {
    const UserName = await newUser();
    const { SerialNumber, app } = await giveDevice(iam, UserName, "drifting", lab.clock);
    const resync = (AuthenticationCode1: string, AuthenticationCode2: string) =>
      iam.send(new ResyncMFADeviceCommand({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }));
    expect((await failure(resync(app.code(40), app.code(41)))).name).to.equal("InvalidAuthenticationCodeException");
    await resync(app.code(7), app.code(8));
  });

  it("has tags, and a user eight at the most", async () => {
    const UserName = await newUser();
    const { SerialNumber } = await giveDevice(iam, UserName, "device-1", lab.clock);
    await iam.send(
      new TagMFADeviceCommand({
        SerialNumber,
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "2" },
        ],
      }),
    );
    await iam.send(new UntagMFADeviceCommand({ SerialNumber, TagKeys: ["a"] }));
    const { Tags } = await iam.send(new ListMFADeviceTagsCommand({ SerialNumber }));
    expect(Tags).to.deep.equal([{ Key: "b", Value: "2" }]);
    for (let i = 2; i <= 8; i += 1) await giveDevice(iam, UserName, `device-${i}`, lab.clock);
    const ninth = await failure(giveDevice(iam, UserName, "device-9", lab.clock));
    expect([ninth.name, ninth.message]).to.deep.equal([
      "LimitExceededException",
      "Cannot exceed quota for MFADevicesPerUser: 8",
    ]);
  });
});
