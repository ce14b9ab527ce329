import { expect } from "chai";
import type { Page } from "playwright-core";
import { barriers, screenshot } from "../browser.ts";
import { useConsole } from "./opened.ts";

const DAY = 86_400_000;

/** The bar also holds hidden copies of its texts, by which it measures itself. */
const shown = (page: Page, text: string) => page.getByText(text).filter({ visible: true });

describe("The lab's clock in the console", function () {
  this.timeout(60_000);

  describe("of whoever runs the lab", () => {
    const lab = useConsole();

    it("is not shown until it is moved, from the settings", async () => {
      const page = await lab.open("/");
      await page.getByRole("button", { name: "Region us-east-1" }).waitFor();
      expect(await page.getByText("ahead)").count()).to.equal(0);
      await page.getByRole("button", { name: "Settings" }).click();
      await page.getByRole("menuitem", { name: "Move the lab's clock…" }).click();
      await page.getByRole("button", { name: "1 hour" }).click();
      await page.getByText("Moved the clock").waitFor();
      await shown(page, "(1 hour ahead)").waitFor();
      expect(Math.round(lab.cloud.cloud.clock.offset / 3_600_000)).to.equal(1);
    });
  });

  describe("once it has been moved", () => {
    const lab = useConsole();
    before(() => lab.cloud.cloud.clock.advance(3_600_000));

    it("is moved to a date from the bar, and says why it can't go back", async () => {
      const page = await lab.open("/");
      await page.getByRole("button", { name: "The lab's time" }).click();
      await page.getByLabel("To a date").fill("2020/01/01");
      await page.getByRole("button", { name: "Move to this date" }).click();
      await page.getByText("only moves forward").first().waitFor();
      const day = new Date(lab.cloud.cloud.clock.now() + 3 * DAY).toISOString().slice(0, 10).replaceAll("-", "/");
      await page.getByLabel("To a date").fill(day);
      await page.getByRole("button", { name: "Move to this date" }).click();
      await page.getByText("Moved the clock").waitFor();
      expect(lab.cloud.cloud.clock.offset).to.be.greaterThan(2 * DAY);
    });

    for (const [name, viewport, colorScheme] of [
      ["desktop", { width: 1280, height: 800 }, "light"],
      ["desktop", { width: 1280, height: 800 }, "dark"],
      ["phone", { width: 390, height: 844 }, "light"],
      ["phone", { width: 390, height: 844 }, "dark"],
    ] as const) {
      it(`fits a ${name} in ${colorScheme}, for everybody`, async () => {
        const page = await lab.open("/", { viewport, colorScheme });
        await page.getByText("Ready").waitFor();
        await screenshot(page, `console-clock-bar-${name}-${colorScheme}`);
        await page.getByRole("button", { name: "The lab's time" }).click();
        await page
          .getByRole("dialog")
          .getByText(/^Now .* ahead\)$/)
          .waitFor();
        await screenshot(page, `console-clock-${name}-${colorScheme}`);
        // Cloudscape gives its side navigation on phones an attribute that it may not have.
        const own = (await barriers(page)).filter((barrier) => !barrier.includes("Side navigation"));
        expect(own).to.deep.equal([]);
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).to.equal(true);
      });
    }
  });

  describe("of a shared lab", () => {
    const lab = useConsole({ wellKnownKeys: "off" });

    it("is moved by the teacher alone, and shown to all, who stay signed in", async () => {
      const opened = async (keys: { accessKeyId: string; secretAccessKey: string }) => {
        const page = await lab.open("/");
        await page.getByLabel("Access key ID").fill(keys.accessKeyId);
        await page.getByLabel("Secret access key").fill(keys.secretAccessKey);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("button", { name: "Settings" }).click();
        await page.getByRole("menuitem", { name: "Dark" }).waitFor();
        return page;
      };
      const teacher = await opened(lab.cloud.credentials);
      const student = await opened(lab.cloud.cloud.credentials.rootKey("200000000001"));
      expect(await student.getByRole("menuitem", { name: "Move the lab's clock…" }).count()).to.equal(0);
      await teacher.getByRole("menuitem", { name: "Move the lab's clock…" }).click();
      await teacher.getByRole("button", { name: "1 day" }).click();
      await shown(teacher, "(1 day ahead)").waitFor();
      await student.reload();
      await shown(student, "(1 day ahead)").waitFor();
    });
  });
});
