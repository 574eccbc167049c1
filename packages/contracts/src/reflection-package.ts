import { toBinary, type DescFile, type DescService } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';

/** The part of proto-loader's package definition that gRPC reflection reads. */
export type ReflectionPackage = Record<
  string,
  {
    readonly format: 'Protocol Buffer 3 DescriptorProto';
    readonly type: object;
    fileDescriptorProtos: Buffer[];
  }
>;

const collectFiles = (file: DescFile, collected: Map<string, DescFile>): void => {
  if (collected.has(file.name)) return;
  file.dependencies.forEach((dependency) => {
    collectFiles(dependency, collected);
  });
  collected.set(file.name, file);
};

/**
 * The services with every file they are described by, dependencies before dependants, for
 * `new ReflectionService(toReflectionPackage(services))` of `@grpc/reflection`.
 */
export const toReflectionPackage = (services: readonly DescService[]): ReflectionPackage =>
  Object.fromEntries(
    services.map((service) => {
      const files = new Map<string, DescFile>();
      collectFiles(service.file, files);
      return [
        service.typeName,
        {
          // Reflection looks at the files only; the type's own description may be empty.
          format: 'Protocol Buffer 3 DescriptorProto' as const,
          type: {},
          fileDescriptorProtos: [...files.values()].map((file) =>
            Buffer.from(toBinary(FileDescriptorProtoSchema, file.proto)),
          ),
        },
      ];
    }),
  );
