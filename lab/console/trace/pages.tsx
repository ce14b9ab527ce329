import { Route, Routes } from "react-router";
import { HappeningPage } from "./happening-page.tsx";
import { Happenings } from "./happenings.tsx";

/** Every request through the lab, and what happened in it. */
export default function Trace() {
  return (
    <Routes>
      <Route index element={<Happenings />} />
      <Route path=":id" element={<HappeningPage />} />
    </Routes>
  );
}
