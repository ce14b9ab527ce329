import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { GroupList } from "./groups/group-list.tsx";
import { ScheduleList } from "./schedules/schedule-list.tsx";
import { SchedulePage } from "./schedules/schedule-page.tsx";

/** Amazon EventBridge Scheduler: schedules, and the groups they are in. */
export default function Scheduler() {
  return (
    <Routes>
      <Route index element={<ScheduleList />} />
      <Route path="groups" element={<GroupList />} />
      <Route path="schedules/:name" element={<SchedulePage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
