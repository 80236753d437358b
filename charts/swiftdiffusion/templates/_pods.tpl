{{/* What holds for every pod: no root, no privileges, the runtime's system call filter. 1654 is the user of .NET's images. */}}
{{- define "swiftdiffusion.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "swiftdiffusion.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* Where pods may run. Takes values (a component's or a pool's) and selector, its labels. */}}
{{- define "swiftdiffusion.scheduling" -}}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  - {{- toYaml (mustMerge (deepCopy .) (dict "labelSelector" (dict "matchLabels" (fromYaml $.selector)))) | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Labels of a pod. Takes root, component, pool, values. */}}
{{- define "swiftdiffusion.podLabels" -}}
{{ include "swiftdiffusion.labels" . }}
{{- if (get .root.Values .component).azureWorkloadIdentity }}
azure.workload.identity/use: "true"
{{- end }}
{{- with .values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}
