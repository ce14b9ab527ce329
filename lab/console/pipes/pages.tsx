import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { PipeList } from "./pipe-list.tsx";
import { PipePage } from "./pipe-page.tsx";

/** Amazon EventBridge Pipes: what takes events from a source to a target. */
export default function Pipes() {
  return (
    <Routes>
      <Route index element={<PipeList />} />
      <Route path=":name" element={<PipePage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
