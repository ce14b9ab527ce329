import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { QueueList } from "./queue-list.tsx";
import { QueuePage } from "./queue-page.tsx";

/** Amazon SQS: the queues, and their messages. */
export default function Sqs() {
  return (
    <Routes>
      <Route index element={<QueueList />} />
      <Route path=":name" element={<QueuePage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
