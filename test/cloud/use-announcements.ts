import type { Announcement } from "../../lab/cloud/delivery/announcements.ts";
import { until } from "./until.ts";
import type { SuiteCloud } from "./use-cloud.ts";

/** What services announce in the default account, for the suite that calls this. */
export function useAnnouncements(lab: SuiteCloud) {
  const heard: Announcement[] = [];
  before(() => {
    const { announcements, store } = lab.running.cloud;
    store.write(() => announcements.listen("events", "000000000000", "us-east-1", [{}]));
    const announce = announcements.announce.bind(announcements);
    announcements.announce = (announcement) => {
      heard.push(announcement);
      announce(announcement);
    };
  });
  return {
    /** The announcements of a type, which are forgotten with this, once there are so many. */
    async of(detailType: string, count = 1): Promise<Announcement[]> {
      const found = () => heard.filter((one) => one.detailType === detailType);
      await until(() => found().length >= count);
      const all = found();
      heard.length = 0;
      return all;
    },
    heard,
  };
}
