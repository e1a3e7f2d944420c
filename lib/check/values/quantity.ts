/** Whether a text is a Kubernetes quantity: `1`, `100m`, `1.5Gi`, `1e3`. Source: `apimachinery/pkg/api/resource`. */
export function isQuantity(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.test(text);
}
