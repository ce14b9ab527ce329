import { Route, Routes } from "react-router";
import { PageError } from "../parts/page-error.tsx";
import { StackList } from "./stack-list.tsx";
import { StackPage } from "./stack-page.tsx";

/** AWS CloudFormation: the stacks, and what is in each. */
export default function CloudFormation() {
  return (
    <Routes>
      <Route index element={<StackList />} />
      <Route path=":stack" element={<StackPage />} />
      <Route path="*" element={<PageError error={new Error("There is no such page of CloudFormation.")} />} />
    </Routes>
  );
}
