import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { TopicPage } from "./topic/topic-page.tsx";
import { TopicList } from "./topic-list.tsx";

/** Amazon SNS: the topics, and who is subscribed to them. */
export default function Sns() {
  return (
    <Routes>
      <Route index element={<TopicList />} />
      <Route path=":arn" element={<TopicPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
