#!/usr/bin/env bash
# Helm 3.21.4 and Helm 4.3.1 (--server-side=false) on Kubernetes 1.35.4: after an upgrade that failed in its wait, deploying the old values again is refused.
# Guess: "helm upgrade" with the values of the newest deployed revision brings the cluster back to that revision, as "helm rollback" does.
# Seen: an environment variable that was "value" and became "valueFrom" in the failed upgrade keeps both, and the API server refuses the Deployment
# ("may not be specified when `value` is not empty"). A client-side upgrade takes as the old side of its three-way merge the newest
# deployed revision, which equals the new one, so what the failed one added is never removed. "helm rollback" compares with the failed
# revision and ends well, but only as long as nobody has tried the upgrade: then the newest revision is the refused one, with the old manifest, and the
# rollback is refused in the same way.
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
apiVersion: v1
kind: ConfigMap
metadata: {name: demo}
data: {mode: fast}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: demo}
spec:
  replicas: 1
  selector: {matchLabels: {app: demo}}
  template:
    metadata: {labels: {app: demo}}
    spec:
      containers:
        - name: demo
          image: example.com/demo:1
          env:
            - name: MODE
              {{- if .Values.fromMap }}
              valueFrom: {configMapKeyRef: {name: demo, key: mode}}
              {{- else }}
              value: slow
              {{- end }}
YAML

env_of() { api "/apis/apps/v1/namespaces/$1/deployments/demo" | tr -d ' \n' | grep -o '"env":\[{"name":"MODE",[^]]*\]'; }
play() { # Helm's major version, flags of the first install: one release is rolled back at once, the other one gets its old values first
  local helm=bin/$1/helm ns back
  for ns in "first-$1" "later-$1"; do
    "$helm" install demo chart --set fromMap= --namespace "$ns" --create-namespace "${@:2}" > /dev/null
    "$helm" upgrade demo chart --set fromMap=true --namespace "$ns" --wait --timeout 3s > /dev/null 2>&1 && echo "Helm $1: did not fail"
    if [ "$ns" = "later-$1" ]; then
      "$helm" upgrade demo chart --set fromMap= --namespace "$ns" > back.log 2>&1 && back=deployed || back=refused
      echo "Helm $1: the old values again: $back; $(grep -o 'may not be specified when [^ ]* is not empty' back.log | head -n 1 | grep . || echo 'no word of it')"
    fi
    "$helm" rollback demo 1 --namespace "$ns" > back.log 2>&1 && back=deployed || back=refused
    echo "Helm $1: rollback, ${ns%-*}: $back, $(env_of "$ns")"
  done
}
{ play 3; play 4 --server-side=false; } | tee seen.txt
diff - seen.txt <<'SEEN' && echo "as seen before" || { echo "changed since this was written"; exit 1; }
Helm 3: rollback, first: deployed, "env":[{"name":"MODE","value":"slow"}]
Helm 3: the old values again: refused; may not be specified when `value` is not empty
Helm 3: rollback, later: refused, "env":[{"name":"MODE","valueFrom":{"configMapKeyRef":{"name":"demo","key":"mode"}}}]
Helm 4: rollback, first: deployed, "env":[{"name":"MODE","value":"slow"}]
Helm 4: the old values again: refused; may not be specified when `value` is not empty
Helm 4: rollback, later: refused, "env":[{"name":"MODE","valueFrom":{"configMapKeyRef":{"name":"demo","key":"mode"}}}]
SEEN
