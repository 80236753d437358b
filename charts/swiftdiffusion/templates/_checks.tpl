{{/* What a schema cannot say: values that contradict each other stop the install, each with its own message. */}}
{{- define "swiftdiffusion.checks" -}}
{{- include "swiftdiffusion.checks.timing" . }}
{{- include "swiftdiffusion.checks.servers" . }}
{{- include "swiftdiffusion.checks.submitter" . }}
{{- include "swiftdiffusion.checks.pools" . }}
{{- end }}

{{- define "swiftdiffusion.checks.timing" -}}
{{- $timing := .Values.timing }}
{{- $shorter := "longestJob" }}
{{- range $longer := list "drain" "stop" "shutdown" "gracePeriod" }}
{{- if le (int (get $timing $longer)) (int (get $timing $shorter)) }}
{{- fail (printf "timing.%s is %d; it must exceed timing.%s, %d, or jobs are cut off." $longer (int (get $timing $longer)) $shorter (int (get $timing $shorter))) }}
{{- end }}
{{- $shorter = $longer }}
{{- end }}
{{- end }}

{{- define "swiftdiffusion.checks.servers" -}}
{{- if not .Values.broker.host }}
{{- fail "broker.host is empty; name RabbitMQ's host." }}
{{- end }}
{{- if not .Values.broker.credentials.secretName }}
{{- fail "broker.credentials.secretName is empty; name a secret with RabbitMQ's user name and password." }}
{{- end }}
{{- $azure := .Values.storage.azure }}
{{- if eq .Values.storage.kind "azure" }}
{{- if and $azure.accountUri $azure.connectionString.secretName }}
{{- fail "storage.azure.accountUri and storage.azure.connectionString.secretName are both given; give one." }}
{{- end }}
{{- if not (or $azure.accountUri $azure.connectionString.secretName) }}
{{- fail "storage.azure has neither accountUri nor connectionString.secretName; give one." }}
{{- end }}
{{- else if not .Values.storage.folder.claimName }}
{{- fail "storage.folder.claimName is empty; name a claim of a volume that many nodes can write." }}
{{- end }}
{{- end }}

{{- define "swiftdiffusion.checks.submitter" -}}
{{- $s := .Values.submitter }}
{{- if $s.enabled }}
{{- if and (eq .Values.database.kind "postgresql") (not .Values.database.connectionString.secretName) }}
{{- fail "database.connectionString.secretName is empty; name a secret with PostgreSQL's connection string." }}
{{- end }}
{{- if eq .Values.database.kind "sqlite" }}
{{- if $s.autoscaling.enabled }}
{{- fail "submitter.autoscaling.enabled is true, but database.kind sqlite allows one replica." }}
{{- end }}
{{- if ne (int $s.replicas) 1 }}
{{- fail (printf "submitter.replicas is %d, but database.kind sqlite allows one." (int $s.replicas)) }}
{{- end }}
{{- end }}
{{- if and $s.autoscaling.enabled (gt (int $s.autoscaling.minReplicas) (int $s.autoscaling.maxReplicas)) }}
{{- fail (printf "submitter.autoscaling.minReplicas is %d; it must not exceed maxReplicas, %d." (int $s.autoscaling.minReplicas) (int $s.autoscaling.maxReplicas)) }}
{{- end }}
{{- if and $s.ingress.enabled (not $s.ingress.hosts) }}
{{- fail "submitter.ingress.hosts is empty; name at least one host." }}
{{- end }}
{{- end }}
{{- end }}

{{- define "swiftdiffusion.checks.pools" -}}
{{- $pools := (include "swiftdiffusion.pools" . | fromYaml).pools }}
{{- if not $pools }}
{{- fail "pools has no pool that is enabled; add one with a name and models." }}
{{- end }}
{{- $names := dict }}
{{- $scaled := dict }}
{{- range $pool := $pools }}
{{- if hasKey $names .name }}
{{- fail (printf "pools: two of them are named %s." .name) }}
{{- end }}
{{- $_ := set $names .name true }}
{{- include "swiftdiffusion.checks.pool" (dict "root" $ "pool" .) }}
{{- range $model := keys .models | sortAlpha }}
{{- if and $pool.autoscaling.enabled (hasKey $scaled $model) }}
{{- fail (printf "pools.%s.models.%s is in pool %s too, and both scale: each would count the other's jobs. Serve a model from one pool." $pool.name $model (get $scaled $model)) }}
{{- end }}
{{- if $pool.autoscaling.enabled }}
{{- $_ := set $scaled $model $pool.name }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "swiftdiffusion.checks.pool" -}}
{{- $pool := .pool }}
{{- $auto := .pool.autoscaling }}
{{- $at := printf "pools.%s" .pool.name }}
{{- if not .pool.models }}
{{- fail (printf "%s.models is empty; name at least one base model." $at) }}
{{- end }}
{{- range $model, $_ := .pool.models }}
{{- if or (eq $model "dead") (hasSuffix ".low" $model) }}
{{- fail (printf "%s.models.%s: a model may not be named dead or end in .low, since queues have such names." $at $model) }}
{{- end }}
{{- end }}
{{- if and .pool.modelVolume.claimName .pool.modelVolume.image }}
{{- fail (printf "%s.modelVolume has both claimName and image; give one." $at) }}
{{- end }}
{{- if not (or .pool.modelVolume.claimName .pool.modelVolume.image) }}
{{- fail (printf "%s.modelVolume has neither claimName nor image; say where the models are." $at) }}
{{- end }}
{{- range $kind := list "requests" "limits" }}
{{- if hasKey (default dict (get $pool.resources $kind)) $pool.gpuResource }}
{{- fail (printf "%s.resources.%s names %s; the number of GPUs is set by gpus." $at $kind $pool.gpuResource) }}
{{- end }}
{{- end }}
{{- if $auto.enabled }}
{{- if not .root.Values.broker.management.url }}
{{- fail (printf "broker.management.url is empty, but %s.autoscaling.enabled is true: KEDA reads queue lengths there." $at) }}
{{- end }}
{{- if gt (int $auto.minReplicas) (int $auto.maxReplicas) }}
{{- fail (printf "%s.autoscaling.minReplicas is %d; it must not exceed maxReplicas, %d." $at (int $auto.minReplicas) (int $auto.maxReplicas)) }}
{{- end }}
{{- if gt (int $auto.fallback.replicas) (int $auto.maxReplicas) }}
{{- fail (printf "%s.autoscaling.fallback.replicas is %d; it must not exceed maxReplicas, %d." $at (int $auto.fallback.replicas) (int $auto.maxReplicas)) }}
{{- end }}
{{- if le (int $auto.cooldown) (int .root.Values.timing.longestJob) }}
{{- fail (printf "%s.autoscaling.cooldown is %d; it must exceed timing.longestJob, %d." $at (int $auto.cooldown) (int .root.Values.timing.longestJob)) }}
{{- end }}
{{- end }}
{{- end }}
