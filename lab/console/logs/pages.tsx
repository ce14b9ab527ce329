import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { GroupPage } from "./group-page.tsx";
import { Groups } from "./groups.tsx";
import { StreamPage } from "./stream-page.tsx";

/** CloudWatch Logs: groups, their streams, and what is in them. */
export default function Logs() {
  return (
    <Routes>
      <Route index element={<Groups />} />
      <Route path=":group" element={<GroupPage />} />
      <Route path=":group/:stream" element={<StreamPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
