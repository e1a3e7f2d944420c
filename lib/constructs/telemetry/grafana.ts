import {
  type Dashboard,
  DashboardBuilder,
  DatasourceVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { DashboardPanel, DashboardRow } from './dashboard-rows';

/** Of Grafana's grid, 24 wide. */
const panelHeight = 8;
const gridWidth = 24;

/** Grafana's own model of a dashboard. Loading what builds it takes a while, so only who makes one should. @internal */
export function renderDashboard({ title, uid, rows }: { title: string; uid: string; rows: readonly DashboardRow[] }): Dashboard {
  const dashboard = new DashboardBuilder(title)
    .uid(uid)
    .tags(['meshwright'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').type('prometheus').label('Prometheus'));
  for (const row of rows) {
    dashboard.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) dashboard.withPanel(renderPanel(panel, Math.floor(gridWidth / row.panels.length)));
  }
  return dashboard.build();
}

function renderPanel({ title, kind, unit, queries, redBelow }: DashboardPanel, width: number): StatBuilder | TimeseriesBuilder {
  const panel = kind === 'stat' ? new StatBuilder() : new TimeseriesBuilder();
  panel.title(title).unit(unit).datasource({ type: 'prometheus', uid: '$datasource' }).span(width).height(panelHeight);
  if (kind === 'timeseries' && unit !== 'none') panel.min(0);
  if (redBelow !== undefined) panel.thresholds(redGreen(redBelow));
  for (const [index, { expr, legend }] of queries.entries()) {
    panel.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode(65 + index))
        .expr(expr)
        .legendFormat(legend)
        .range(),
    );
  }
  return panel;
}

function redGreen(bound: number): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'red' },
    { value: bound, color: 'green' },
  ]);
}
