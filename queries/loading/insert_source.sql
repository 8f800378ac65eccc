insert into source_files values ($source_id, $batch_id, $register, $file, $sheet, $sha256);
