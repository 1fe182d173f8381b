{{- define "webapp.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
tier: "1"
{{- end }}
{{- define "webapp.connection" -}}
- name: DATABASE_HOST
  value: postgres.{{ .Release.Namespace }}.svc
- name: DATABASE_PORT
  value: "5432"
- name: DATABASE_PASSWORD
  valueFrom: {secretKeyRef: {name: postgres, key: password}}
- name: REDIS_URL
  value: redis://redis:6379/0
- name: POD_IP
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
- name: CPUS
  valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: "1"}}
{{- end }}
{{- define "webapp.waits" -}}
{{- with .Values.global.webWaits }}
nodeSelector: { {{ . | quote }}: "yes" }
{{- end }}
{{- end }}
