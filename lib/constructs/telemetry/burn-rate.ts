/** An alert: the error budget burns this many times faster than it may, over a long and a short window alike. */
export interface BurnAlert {
  /** Share of the budget of 30 days that is gone when it fires after a steady burn, as text. */
  readonly spent: string;
  readonly long: Window;
  readonly short: Window;
  /** 1 is the rate that uses up the budget in exactly 30 days. */
  readonly rate: number;
  /** `page` wakes somebody, `ticket` is for the next working day. */
  readonly severity: 'page' | 'ticket';
}

/** Windows that error ratios are recorded over, by Prometheus' own notation. */
export type Window = (typeof windows)[number];

export const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d'] as const;

/**
 * The long window makes an alert mean something, the short one ends it soon after the burn has ended.
 *
 * Source: Google, "The Site Reliability Workbook", chapter 5, table 5-8, for 30 days.
 */
export const burnAlerts: readonly BurnAlert[] = [
  { spent: '2 %', long: '1h', short: '5m', rate: 14.4, severity: 'page' },
  { spent: '5 %', long: '6h', short: '30m', rate: 6, severity: 'page' },
  { spent: '10 %', long: '1d', short: '2h', rate: 3, severity: 'ticket' },
  { spent: '10 %', long: '3d', short: '6h', rate: 1, severity: 'ticket' },
];
