import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { StreamPage } from "./stream-page.tsx";
import { StreamList } from "./streams/stream-list.tsx";
import "./kinesis.css";

/** Amazon Kinesis Data Streams: the streams, their shards and records, and who reads them. */
export default function Kinesis() {
  return (
    <Routes>
      <Route index element={<StreamList />} />
      <Route path=":stream" element={<StreamPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
