import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { StreamPage } from "./stream-page.tsx";
import { StreamList } from "./streams/stream-list.tsx";

/** Amazon Data Firehose: the delivery streams, where they deliver, and records to try them with. */
export default function Firehose() {
  return (
    <Routes>
      <Route index element={<StreamList />} />
      <Route path=":stream" element={<StreamPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
