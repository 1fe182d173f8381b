#!/usr/bin/env bash
# Helm 3.21.4 and Helm 4.3.1 (--server-side=false) on Kubernetes 1.35.4: an upgrade that takes a definition (CRD) and its objects out of a chart and then fails
# in its wait is the last one.
# Guess: what the failed upgrade has removed is gone, so the next upgrade, which does not want it either, only has to finish the rest.
# Seen: the next upgrade compares with the newest deployed revision, whose manifest has the object, and cannot build it: "unable to build kubernetes objects
# from current release manifest". It is refused with and without the definition in the chart; with it, the new manifest's object has no kind yet.
# Builds etcd, kube-apiserver and both Helms from Go modules: Go >= 1.26, openssl and curl are needed; some 8 minutes on 2 cores.
set -euo pipefail
kube=1.35.4 etcd=3.6.16 helm3=3.21.4 helm4=4.3.1
dir=$(mktemp -d); trap 'kill -9 $(jobs -p) 2>/dev/null || true; wait 2>/dev/null; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
export CGO_ENABLED=0

mkdir etcd-module kube-module bin
(cd etcd-module && printf 'module finding\n\ngo 1.25.0\n\nrequire go.etcd.io/etcd/server/v3 v%s\n' $etcd > go.mod &&
  GOFLAGS=-mod=mod go build -trimpath -o ../bin/etcd go.etcd.io/etcd/server/v3) 2>build.log
(cd kube-module && mod=$(go mod download -json k8s.io/kubernetes@v$kube | sed -n 's/.*"GoMod": "\(.*\)",*/\1/p') &&
  { printf 'module finding\n\n'; grep -E '^(go|godebug) ' "$mod"; printf '\nrequire k8s.io/kubernetes v%s\n\n' $kube
    sed -n -E "s#^[[:space:]]*(k8s.io/[a-z0-9.-]+) => ./staging/.*#replace \1 => \1 v0.${kube#1.}#p" "$mod"; } > go.mod &&
  GOFLAGS=-mod=mod go build -trimpath -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=v$kube" -o ../bin/kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver) 2>>build.log
GOBIN=$dir/bin/3 go install -trimpath helm.sh/helm/v3/cmd/helm@v$helm3 2>>build.log
GOBIN=$dir/bin/4 go install -trimpath helm.sh/helm/v4/cmd/helm@v$helm4 2>>build.log

port=$((20000 + RANDOM % 20000)); openssl genrsa -out sa.key 2048 2>/dev/null; openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
echo 'loopback-only,admin,admin,"system:masters"' > tokens.csv
bin/etcd --data-dir data --unsafe-no-fsync --log-level error --listen-client-urls http://127.0.0.1:$((port + 1)) --advertise-client-urls http://127.0.0.1:$((port + 1)) \
  --listen-peer-urls http://127.0.0.1:$((port + 2)) --initial-advertise-peer-urls http://127.0.0.1:$((port + 2)) --initial-cluster default=http://127.0.0.1:$((port + 2)) > etcd.log 2>&1 &
bin/kube-apiserver --etcd-servers http://127.0.0.1:$((port + 1)) --bind-address 127.0.0.1 --secure-port $port --cert-dir pki --token-auth-file tokens.csv \
  --authorization-mode RBAC --service-cluster-ip-range 10.0.0.0/24 --service-account-issuer https://kubernetes.default.svc \
  --service-account-signing-key-file sa.key --service-account-key-file sa.pub > apiserver.log 2>&1 &
api() { curl -sk --max-time 10 -H 'Authorization: Bearer loopback-only' "https://127.0.0.1:$port$1" "${@:2}"; }
for _ in $(seq 300); do [ "$(api /readyz || true)" = ok ] && break; sleep 0.2; done
cat > kubeconfig <<YAML
{apiVersion: v1, kind: Config, current-context: local, clusters: [{name: local, cluster: {server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true}}],
 users: [{name: admin, user: {token: loopback-only}}], contexts: [{name: local, context: {cluster: local, user: admin}}]}
YAML
export KUBECONFIG=$dir/kubeconfig HELM_CACHE_HOME=$dir/cache HELM_CONFIG_HOME=$dir/config HELM_DATA_HOME=$dir/data-home

mkdir -p chart/templates
printf 'apiVersion: v2\nname: demo\nversion: 0.1.0\n' > chart/Chart.yaml
cat > chart/templates/all.yaml <<'YAML'
{{- if .Values.widgets }}
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.{{ .Release.Namespace }}.example.com}
spec:
  group: {{ .Release.Namespace }}.example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
{{- end }}
{{- if .Values.widget }}
---
apiVersion: {{ .Release.Namespace }}.example.com/v1
kind: Widget
metadata: {name: demo}
{{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: demo}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: demo}}
  template:
    metadata: {labels: {app: demo}}
    spec: {containers: [{name: demo, image: "example.com/demo:1"}]}
YAML

deploy() { # Helm's major version, what it is called, flags
  local helm=bin/$1/helm result
  "$helm" upgrade demo chart --install --namespace "widgets-$1" --create-namespace "${@:3}" > out.log 2>&1 && result=deployed || result=refused
  echo "Helm $1: $2: $result; $(grep -oE 'unable to build kubernetes objects from current release manifest|resource not ready|context deadline exceeded|timed out waiting for the condition|no matches for kind "Widget"' out.log | head -n 1 | grep . || echo no error)"
}
play() { # Helm's major version, flags
  local helm=$1; shift
  deploy "$helm" "the definition" --set widgets=true,widget=,replicas=0 "$@"
  sleep 2
  deploy "$helm" "an object of it" --set widgets=true,widget=true,replicas=0 "$@"
  deploy "$helm" "both taken out, fails in its wait" --set widgets=,widget=,replicas=1 --wait --timeout 3s "$@"
  deploy "$helm" "the same, nothing to wait for" --set widgets=,widget=,replicas=0 "$@"
  deploy "$helm" "both back again" --set widgets=true,widget=true,replicas=0 "$@"
}
{ play 3; play 4 --server-side=false; } | tee seen.txt
diff - seen.txt <<'SEEN' && echo "as seen before" || { echo "changed since this was written"; exit 1; }
Helm 3: the definition: deployed; no error
Helm 3: an object of it: deployed; no error
Helm 3: both taken out, fails in its wait: refused; context deadline exceeded
Helm 3: the same, nothing to wait for: refused; unable to build kubernetes objects from current release manifest
Helm 3: both back again: refused; no matches for kind "Widget"
Helm 4: the definition: deployed; no error
Helm 4: an object of it: deployed; no error
Helm 4: both taken out, fails in its wait: refused; context deadline exceeded
Helm 4: the same, nothing to wait for: refused; unable to build kubernetes objects from current release manifest
Helm 4: both back again: refused; no matches for kind "Widget"
SEEN
