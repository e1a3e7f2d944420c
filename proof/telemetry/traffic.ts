import type { Traffic } from './burn-tests';

const toUser = 'reporter="source",destination_service_namespace="traffic-management",destination_service_name="user-service"';
const elsewhere = 'reporter="source",destination_service_namespace="default",destination_service_name="user-service"';
const asSeenByThePod = 'reporter="destination",destination_service_namespace="traffic-management",destination_service_name="user-service"';
const byPath =
  'reporter="source",virtual_service="/apis/networking.istio.io/v1/namespaces/traffic-management/virtual-service/microservice-virtual-service"';
const about = 'namespace="traffic-management",app="user",version="v1",method="GET",route="/about"';
const duration = 'istio_request_duration_milliseconds';

/** What each objective of the example counts, written by hand from Istio's and the services' own labels. */
export const traffic: readonly Traffic[] = [
  {
    slo: 'user-availability',
    budget: 0.001,
    good: `istio_requests_total{${toUser},response_code="200",destination_version="v1"}`,
    bad: `istio_requests_total{${toUser},response_code="503",destination_version="unknown"}`,
    others: [`istio_requests_total{${elsewhere},response_code="500"}`, `istio_requests_total{${asSeenByThePod},response_code="500"}`],
  },
  {
    slo: 'user-latency',
    budget: 0.01,
    all: `${duration}_count{${toUser},response_code="200"}`,
    good: `${duration}_bucket{${toUser},response_code="200",le="250"}`,
    others: [
      `${duration}_bucket{${toUser},response_code="200",le="+Inf"}`,
      // What failed is the other objective's.
      `${duration}_count{${toUser},response_code="503"}`,
      `${duration}_count{${asSeenByThePod},response_code="200"}`,
    ],
  },
  {
    slo: 'user-by-path-availability',
    budget: 0.005,
    good: `istio_requests_total{${byPath},route="user-http-route",response_code="404"}`,
    bad: `istio_requests_total{${byPath},route="user-http-route",response_code="500"}`,
    others: [
      `istio_requests_total{${byPath},route="product-http-route",response_code="500"}`,
      `istio_requests_total{${byPath.replace('traffic-management', 'default')},route="user-http-route",response_code="500"}`,
    ],
  },
  {
    slo: 'user-about-latency',
    budget: 0.001,
    all: `http_request_duration_seconds_count{${about},status="200"}`,
    good: `http_request_duration_seconds_bucket{${about},status="200",le="0.1"}`,
    others: [
      `http_request_duration_seconds_count{${about.replace('/about', '/')},status="200"}`,
      `http_request_duration_seconds_count{${about.replace('"user"', '"product"')},status="200"}`,
    ],
  },
];
