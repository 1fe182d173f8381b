#!/usr/bin/env bash
# Helm 4.3.1 (server-side apply) on Kubernetes 1.35.4: a chart with an aggregated ClusterRole that says "rules: []" can be installed, and never upgraded.
# Guess: the empty list is harmless, for it is how an aggregated ClusterRole is usually written, and upgrading to the same chart changes nothing.
# Seen: the controller that fills the rules in owns the field from then on, and each upgrade by Helm 4 ends "failed" with a conflict
# on .rules, even one that changes nothing. Without the line "rules: []" the same upgrade is deployed. No dry run shows it: Helm's
# server-side dry run ends well in the same state.
# Builds etcd, kube-apiserver, kube-controller-manager and Helm from Go modules: Go >= 1.26, openssl and curl are needed; some 8 minutes on 2 cores.
set -euo pipefail
kube=1.35.4 etcd=3.6.16 helm4=4.3.1
dir=$(mktemp -d); trap 'kill -9 $(jobs -p) 2>/dev/null || true; wait 2>/dev/null; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
export CGO_ENABLED=0

mkdir etcd-module kube-module bin
(cd etcd-module && printf 'module finding\n\ngo 1.25.0\n\nrequire go.etcd.io/etcd/server/v3 v%s\n' $etcd > go.mod &&
  GOFLAGS=-mod=mod go build -trimpath -o ../bin/etcd go.etcd.io/etcd/server/v3) 2>build.log
(cd kube-module && mod=$(go mod download -json k8s.io/kubernetes@v$kube | sed -n 's/.*"GoMod": "\(.*\)",*/\1/p') &&
  { printf 'module finding\n\n'; grep -E '^(go|godebug) ' "$mod"; printf '\nrequire k8s.io/kubernetes v%s\n\n' $kube
    sed -n -E "s#^[[:space:]]*(k8s.io/[a-z0-9.-]+) => ./staging/.*#replace \1 => \1 v0.${kube#1.}#p" "$mod"; } > go.mod &&
  GOFLAGS=-mod=mod go build -trimpath -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=v$kube" -o ../bin/kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver &&
  GOFLAGS=-mod=mod go build -trimpath -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=v$kube" -o ../bin/kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager) 2>>build.log
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

bin/kube-controller-manager --kubeconfig kubeconfig --leader-elect=false --bind-address 127.0.0.1 --secure-port 0 --controllers clusterrole-aggregation-controller > controllers.log 2>&1 &

for name in with without; do
  mkdir -p "$name/templates"
  printf 'apiVersion: v2\nname: demo\nversion: 0.1.0\n' > "$name/Chart.yaml"
  cat > "$name/templates/roles.yaml" <<YAML
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: monitoring-$name}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {to-monitoring-$name: "true"}}]}
$([ $name = without ] || echo 'rules: []')
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: endpoints-$name, labels: {to-monitoring-$name: "true"}}
rules: [{apiGroups: [""], resources: [services], verbs: [get, list]}]
YAML
done

for name in with without; do
  bin/4/helm install $name $name > /dev/null
  filled=no
  for _ in $(seq 100); do api /apis/rbac.authorization.k8s.io/v1/clusterroles/monitoring-$name | grep -q '"services"' && filled=yes && break; sleep 0.1; done
  bin/4/helm upgrade $name $name --dry-run=server > dry.log 2>&1 && dry=well || dry=badly
  bin/4/helm upgrade $name $name > upgrade.log 2>&1 && ended=deployed || ended=failed
  echo "$name \"rules: []\": filled in: $filled, dry run ends $dry, upgrade to the same chart $ended; $(grep -o 'conflict with.*' upgrade.log | tail -n 1 | grep . || echo no conflict)"
done | tee seen.txt
diff - seen.txt <<'SEEN' && echo "as seen before" || { echo "changed since this was written"; exit 1; }
with "rules: []": filled in: yes, dry run ends well, upgrade to the same chart failed; conflict with "clusterrole-aggregation-controller": .rules
without "rules: []": filled in: yes, dry run ends well, upgrade to the same chart deployed; no conflict
SEEN
