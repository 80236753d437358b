{{/* The pools that are installed, each with its defaults filled in, as YAML under the key pools. */}}
{{- define "swiftdiffusion.pools" -}}
{{- $pools := list }}
{{- range .Values.pools }}
{{- $pool := mustMergeOverwrite (deepCopy $.Values.poolDefaults) . }}
{{- if $pool.enabled }}
{{- $pools = append $pools $pool }}
{{- end }}
{{- end }}
{{- dict "pools" $pools | toYaml }}
{{- end }}

{{/* Name of a pool's objects. Takes root and pool, the pool's name. */}}
{{- define "swiftdiffusion.poolName" -}}
{{- printf "%s-worker-%s" (include "swiftdiffusion.fullname" .root) .pool }}
{{- end }}

{{/* The queues of a pool as a regular expression: those of its models, and their twins of low priority. Takes a pool. */}}
{{- define "swiftdiffusion.queues" -}}
{{- $models := list }}
{{- range keys .models | sortAlpha }}
{{- $models = append $models (regexQuoteMeta .) }}
{{- end -}}
^generate\.({{ join "|" $models }})(\.low)?$
{{- end }}
