import { SNS } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { useConsole } from "../opened.ts";

const NUMBER = "+15550001111";

describe("The console's outbox", function () {
  this.timeout(60_000);

  const lab = useConsole();

  // The first account is the teacher's, who needs no signature; the other one signs.
  for (const account of ["000000000000", "222222222222"])
    it(`shows the text messages of ${account}, opts a number out and in, and is cleared`, async () => {
      const credentials = { accessKeyId: account, secretAccessKey: "test" };
      const sns = new SNS({ ...lab.settings, credentials });
      try {
        await sns.publish({ PhoneNumber: NUMBER, Message: "Your code is 1234" });
        const page = await lab.open(`/mailbox?account=${account}`);
        await page.getByText("Your code is 1234").waitFor();
        await page.getByRole("tab", { name: "Opt-outs" }).click();
        await page.getByRole("button", { name: "Opt out" }).click();
        await page.getByRole("dialog").getByLabel("Phone number").fill(NUMBER);
        await page.getByRole("dialog").getByRole("button", { name: "Opt out" }).click();
        const optIn = page.getByRole("button", { name: `Opt in ${NUMBER}` });
        await optIn.waitFor();
        expect(await sns.listPhoneNumbersOptedOut({})).to.deep.include({ phoneNumbers: [NUMBER] });
        await optIn.click();
        await page.getByText("Nobody has opted out").waitFor();
        await page.getByRole("tab", { name: "Messages" }).click();
        await page.getByRole("button", { name: "Clear" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Clear" }).click();
        await page.getByText("Nothing was sent yet").waitFor();
      } finally {
        sns.destroy();
      }
    });
});
