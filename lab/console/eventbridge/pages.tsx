import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { BusPage } from "./bus/bus-page.tsx";
import { FrontPage } from "./front-page.tsx";
import { RulePage } from "./rule/rule-page.tsx";

/** Amazon EventBridge: buses with their rules, a sandbox for patterns, archives and replays. */
export default function EventBridge() {
  return (
    <Routes>
      <Route index element={<FrontPage />} />
      <Route path="buses/:bus" element={<BusPage />} />
      <Route path="buses/:bus/rules/:rule" element={<RulePage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
