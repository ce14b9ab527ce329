import type { StackResourceDrift } from "@aws-sdk/client-cloudformation";
import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { Json } from "../../parts/code.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";

/** How a resource differs from its template: each property, then all of them side by side. */
export function Differences({ drift }: { readonly drift: StackResourceDrift }) {
  const { LogicalResourceId, ResourceType, PropertyDifferences = [], ExpectedProperties, ActualProperties } = drift;
  return (
    <Container
      header={
        <Header variant="h2" description={ResourceType}>
          {LogicalResourceId}
        </Header>
      }
    >
      <Scrolling>
        <Table
          variant="embedded"
          wrapLines
          items={PropertyDifferences}
          trackBy={({ PropertyPath = "" }) => PropertyPath}
          ariaLabels={{ tableLabel: `Differences of ${LogicalResourceId}` }}
          columnDefinitions={[
            {
              id: "path",
              header: "Property",
              isRowHeader: true,
              minWidth: 140,
              cell: ({ PropertyPath }) => <Box variant="code">{PropertyPath}</Box>,
            },
            { id: "type", header: "Difference", minWidth: 120, cell: ({ DifferenceType }) => DifferenceType },
            { id: "expected", header: "Expected", minWidth: 140, cell: ({ ExpectedValue }) => shown(ExpectedValue) },
            { id: "actual", header: "Actual", minWidth: 140, cell: ({ ActualValue }) => shown(ActualValue) },
          ]}
        />
      </Scrolling>
      <ExpandableSection headerText="All properties">
        <ColumnLayout columns={2} minColumnWidth={280}>
          <div>
            <Box variant="awsui-key-label">Expected</Box>
            <Json label={`Expected properties of ${LogicalResourceId}`} value={ExpectedProperties ?? "{}"} />
          </div>
          <div>
            <Box variant="awsui-key-label">Actual</Box>
            <Json label={`Actual properties of ${LogicalResourceId}`} value={ActualProperties ?? "{}"} />
          </div>
        </ColumnLayout>
      </ExpandableSection>
    </Container>
  );
}

function shown(value: string | undefined) {
  return value === undefined || value === "null" ? "–" : <Box variant="code">{value}</Box>;
}
