import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { ParameterList } from "./parameter-list.tsx";
import { ParameterPage } from "./parameter-page.tsx";

/** AWS Systems Manager's Parameter Store: the parameters, and what they were before. */
export default function ParameterStore() {
  return (
    <Routes>
      <Route index element={<ParameterList />} />
      <Route path=":name" element={<ParameterPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
