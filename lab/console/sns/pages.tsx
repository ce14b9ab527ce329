import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { ApplicationPage } from "./mobile/application-page.tsx";
import { MobilePage } from "./mobile/mobile-page.tsx";
import { TopicPage } from "./topic/topic-page.tsx";
import { TopicList } from "./topic-list.tsx";

/** Amazon SNS: the topics and who is subscribed to them, and what is sent to phones. */
export default function Sns() {
  return (
    <Routes>
      <Route index element={<TopicList />} />
      <Route path="mobile" element={<MobilePage />} />
      <Route path="mobile/:arn" element={<ApplicationPage />} />
      <Route path=":arn" element={<TopicPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
