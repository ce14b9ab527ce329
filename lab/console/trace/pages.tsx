import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { RequestPage } from "./request-page.tsx";
import { Requests } from "./requests.tsx";

/** Every request through the lab, and what happened in it. */
export default function Trace() {
  return (
    <Routes>
      <Route index element={<Requests />} />
      <Route path=":id" element={<RequestPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
