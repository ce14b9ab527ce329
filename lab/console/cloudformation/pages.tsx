import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { StackList } from "./stack-list.tsx";
import { StackPage } from "./stack-page.tsx";

/** AWS CloudFormation: the stacks, and what is in each. */
export default function CloudFormation() {
  return (
    <Routes>
      <Route index element={<StackList />} />
      <Route path=":stack" element={<StackPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
